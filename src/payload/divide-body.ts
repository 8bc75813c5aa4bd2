import { joinRecords, listRecords, type PlacedRecord, sliceBody } from './body-slices.ts';

/** Two whole bodies with half of the records each; undefined when there are fewer than two. */
export function halveBody(body: string): readonly string[] | undefined {
  return divideBody(body, (records) => {
    const middle = Math.ceil(records.length / 2);
    return [records.slice(0, middle), records.slice(middle)];
  });
}

/** One whole body for each array of records; undefined when there are fewer than two arrays. */
export function separateArrays(body: string): readonly string[] | undefined {
  return divideBody(body, (records) => {
    const arrays = new Set(records.map(({ member }) => member));
    return [...arrays].map((array) => records.filter(({ member }) => member === array));
  });
}

function divideBody(
  body: string,
  divide: (records: readonly PlacedRecord[]) => readonly (readonly PlacedRecord[])[],
): readonly string[] | undefined {
  const slices = sliceBody(body);
  if (slices === undefined) return undefined;

  const parts = divide(listRecords(slices)).filter((part) => part.length > 0);
  return parts.length < 2 ? undefined : parts.map((part) => joinRecords(slices, part));
}
