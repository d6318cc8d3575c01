/** Random small graphs, with cycles, parallel edges and edges of a role to itself. */
import fc from 'fast-check';
import type { GraphSketch } from './graph-builder.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];

export const randomSketch: fc.Arbitrary<GraphSketch> = fc
  .tuple(
    fc.array(fc.constantFrom('1', '2', '3'), { minLength: names.length, maxLength: names.length }),
    fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names), fc.boolean()), { maxLength: 36, size: 'max' }),
  )
  .map(([accounts, edges]) => ({
    accounts: ['1 one', '2 two', '3 three'],
    principals: names.map((name, place) => `role ${name}@${accounts[place] ?? '1'}`),
    edges: edges.map(([from, to, conditional]) => (conditional ? `${from} >? ${to} mfa` : `${from} > ${to}`)),
  }));
