export const STYLE = `
  :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
  body { margin: 0 auto; max-width: 110rem; padding: 1.25rem; }
  header, form, nav, .facts { display: flex; gap: .5rem; flex-wrap: wrap; align-items: baseline; }
  header { gap: 1rem; }
  h1 { font-size: 1.35rem; margin: 0; }
  h2 { font-size: 1.05rem; margin: 1.75rem 0 .4rem; }
  h3 { font-size: .95rem; margin: 1.1rem 0 .2rem; }
  form { margin: 1rem 0; }
  input, select, button { font: inherit; padding: .35rem .6rem; }
  button { cursor: pointer; }
  nav button[aria-pressed=true] { outline: 2px solid; }
  .scroll { overflow-x: auto; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; font-size: .87rem; padding: .35rem .5rem; border-bottom: 1px solid #8884; white-space: nowrap; vertical-align: top; }
  td.amount { text-align: right; font-variant-numeric: tabular-nums; }
  td.text { white-space: normal; min-width: 10rem; }
  td button { font-size: inherit; padding: 0 .35rem; }
  td button.link { background: none; border: 0; padding: 0; color: LinkText; text-decoration: underline; }
  #state, .quiet { color: #777; }
  #state.bad, .bad { color: #c33; }
  dialog { width: min(70rem, 92vw); max-height: 88vh; overflow: auto; border: 1px solid #8888; border-radius: .4rem; }
  .facts > div { min-width: 10rem; margin-right: 1rem; }
  .facts span, label span { display: block; font-size: .75rem; color: #777; }
`;
