/** What a query answered, as things to draw and as text: Principal nodes and CAN_ASSUME relationships make a picture. */
import type { PrincipalAnswerRef } from '../../../queries/answers.ts';
import { principalFromArn } from '../names.ts';
import { drawnEdge, type PictureEdge } from '../picture/picture-model.ts';

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

type Labelled<Label extends string> = Fields & { readonly _label: Label };
export const isPrincipal = (value: unknown): value is Labelled<'Principal'> => isFields(value) && value['_label'] === 'Principal';
export const isEdge = (value: unknown): value is Labelled<'CAN_ASSUME'> => isFields(value) && value['_label'] === 'CAN_ASSUME';

export interface Graph {
  readonly principals: ReadonlyMap<string, PrincipalAnswerRef>;
  readonly edges: readonly PictureEdge[];
}

/** Whatever of the rows can be drawn. */
export function graphOf(rows: readonly (readonly unknown[])[]): Graph {
  const principals = new Map<string, PrincipalAnswerRef>();
  const edges: PictureEdge[] = [];
  const keep = (arn: string): void => {
    if (arn !== '' && !principals.has(arn)) principals.set(arn, principalFromArn(arn));
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    if (!isFields(value)) return;
    if (isPrincipal(value)) principals.set(text(value['arn']), principalOf(value));
    else if (isEdge(value)) {
      const [from, to] = [text(value['_from']), text(value['_to'])];
      keep(from);
      keep(to);
      edges.push(
        drawnEdge({
          from,
          to,
          verdict: value['verdict'] === 'allowed' ? 'allowed' : 'conditional',
          requires: Array.isArray(value['requires']) ? value['requires'].map(text) : [],
          crossAccount: value['crossAccount'] === true,
        }),
      );
    } else if (Array.isArray(value['nodes']) && Array.isArray(value['relationships'])) {
      visit(value['nodes']);
      visit(value['relationships']);
    }
  };
  visit(rows);
  return { principals, edges };
}

export function principalOf(fields: Fields): PrincipalAnswerRef {
  const arn = text(fields['arn']);
  const accountId = text(fields['accountId']);
  return {
    arn,
    kind: text(fields['kind']),
    name: text(fields['name']) || arn,
    accountId: accountId === '' ? null : accountId,
    accountName: null,
    collected: fields['collected'] !== false,
  };
}

/** A value as one line of text: nodes by their key, relationships as arrows. */
export function valueText(value: unknown): string | number | boolean {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(valueText).join(', ');
  if (!isFields(value)) return String(value);
  if (Array.isArray(value['nodes']) && Array.isArray(value['relationships'])) return value['nodes'].map(valueText).join(' → ');
  if ('_from' in value && '_to' in value) return `${text(value['_from'])} → ${text(value['_to'])} (${text(value['_label'])})`;
  if ('_label' in value) return text(value['arn']) || text(value['id']) || text(value['_label']);
  return JSON.stringify(value);
}
