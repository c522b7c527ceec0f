/** The code in a rejection's words, such as "Code1=5000(00):…;DE072=…". */
export const rejectCodeOf = (words: string | undefined): string | undefined => /Code1=(\d{4})/.exec(words ?? '')?.[1];
