import { releaseKey, takeOverKey } from './claim-keys.js';

/** Goes through the requests in order, in memory; each sees the versions and positions that those before it have left. */
export const giveVerdicts = (schema: string): string => `
  foreach r in array requests loop
    request := r.n; refused_append := null; first_pos := stored_at[r.n]; sequences := null;
    recorded_ms := extract(epoch from coalesce(stored_when[r.n], recorded)) * 1000;
    in_epoch := coalesce(stored_epochs[r.n], current_epoch);

    if first_pos is not null then
      for a in r.first_append .. r.last_append loop
        sequences := array_append(sequences, append_sequences[a]);
      end loop;
      verdict := 'appended';
      return next;
      continue;
    end if;

    if r.key is not null and owned[r.n] is null then${takeOverKey(schema)}
      if not found then
        verdict := 'known';
        return next;
        continue;
      end if;
    end if;

    for a in r.first_append .. r.last_append loop
      if versions[b.append_streams[a]] <> b.append_expected[a] then
        refused_append := a;
        exit;
      end if;
    end loop;
    if refused_append is not null then${releaseKey(schema)}
      verdict := 'conflict';
      return next;
      continue;
    end if;

    for a in r.first_append .. r.last_append loop
      versions[b.append_streams[a]] := versions[b.append_streams[a]] + b.append_counts[a];
      if b.append_webhooks[a] and b.append_counts[a] > 0 then
        last_sequences[b.append_streams[a]] := last_sequences[b.append_streams[a]] + 1;
        append_sequences[a] := last_sequences[b.append_streams[a]];
      end if;
      sequences := array_append(sequences, append_sequences[a]);
    end loop;
    firsts[r.n] := heads[r.head] + 1;
    heads[r.head] := heads[r.head] + r.size;
    first_pos := firsts[r.n];
    verdict := 'appended';
    return next;
  end loop;`;
