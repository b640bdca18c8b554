/** Any text, also none. */
export const ANY_TEXT = Symbol('any text');

/** What stands for one character, or for any text. */
export type Piece = typeof ANY_TEXT | ((character: string) => boolean);

/**
 * Whether a text matches as a whole. Only the last piece that stands for any text has ever to take more than it did,
 * so that the time is bounded by the length of the text times that of the pattern, which a regular expression's is not.
 */
export function matchesWhole(pieces: readonly Piece[], text: readonly string[]): boolean {
  let [piece, at] = [0, 0];
  let retry: { piece: number; at: number } | undefined;
  while (at < text.length) {
    const wanted = pieces[piece];
    if (wanted === ANY_TEXT) {
      piece += 1;
      retry = { piece, at };
    } else if (wanted?.(text[at] ?? '') === true) {
      piece += 1;
      at += 1;
    } else if (retry === undefined) return false;
    else {
      retry.at += 1;
      ({ piece, at } = retry);
    }
  }
  return pieces.slice(piece).every((one) => one === ANY_TEXT);
}

/** The length of the shortest or longest beginning that matches; nothing if none does. Takes no longer than the above. */
export function matchingPrefix(
  pieces: readonly Piece[],
  text: readonly string[],
  wanted: 'shortest' | 'longest',
): number | undefined {
  let longest: number | undefined;
  let places = withSkips(pieces, [0]);
  for (let length = 0; places.length > 0; length += 1) {
    if (places.at(-1) === pieces.length) {
      longest = length;
      if (wanted === 'shortest') break;
    }
    const character = text[length];
    if (character === undefined) break;
    places = withSkips(
      pieces,
      places.flatMap((place) => after(pieces[place], place, character)),
    );
  }
  return longest;
}

function after(piece: Piece | undefined, place: number, character: string): number[] {
  if (piece === ANY_TEXT) return [place];
  return piece?.(character) === true ? [place + 1] : [];
}

/** Places in a pattern in their order, with those that are reached by taking no text. */
function withSkips(pieces: readonly Piece[], places: readonly number[]): number[] {
  const all: number[] = [];
  for (const place of places) {
    let next = place;
    if ((all.at(-1) ?? -1) < next) all.push(next);
    for (; pieces[next] === ANY_TEXT; next += 1) if ((all.at(-1) ?? -1) < next + 1) all.push(next + 1);
  }
  return all;
}
