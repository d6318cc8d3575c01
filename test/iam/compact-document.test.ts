/** A compact document says the same as the one it was made of, and has at hand what concerns its service. */
import { expect, it } from 'vitest';
import { compactDocument } from '../../iam/compact-document.ts';
import { parsePolicyDocument } from '../../iam/index.ts';
import { statementsFor } from '../../iam/request.ts';

const { document } = parsePolicyDocument(
  {
    Version: '2008-10-17',
    Statement: [
      { Sid: 'Named', Effect: 'Allow', Action: ['s3:GetObject', 'STS:AssumeRole'], Resource: '*' },
      { Sid: 'Other', Effect: 'Allow', Action: ['s3:*', 'st:AssumeRole', 'stsx:AssumeRole', '*:AssumeRole'], Resource: '*' },
      { Sid: 'All', Effect: 'Deny', Action: '*', Resource: '*' },
      { Sid: 'AllBut', Effect: 'Deny', NotAction: 's3:*', Resource: '*' },
    ],
  },
  'identity',
);

it('keeps what concerns the service, and reads the rest again', () => {
  if (!document) throw new Error('no document');
  const compact = compactDocument(document, 'identity', 'sts');
  expect(compact.atHand?.service).toBe('sts');
  expect(compact.atHand?.statements.map(({ sid }) => sid)).toEqual(['Named', 'All', 'AllBut']);
  expect([compact.id, compact.version, compact.text]).toEqual([document.id, '2008-10-17', document.text]);
  expect(compact.statements).toEqual(document.statements);
  for (const action of ['sts:AssumeRole', 'STS:AssumeRole', 's3:GetObject', 'stsx:AssumeRole', 'ec2:RunInstances'])
    expect(statementsFor(compact, action), action).toEqual(statementsFor(document, action));
});

it('knows at once where nothing concerns the service', () => {
  const parsed = parsePolicyDocument({ Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }, 'identity').document;
  if (!parsed) throw new Error('no document');
  const compact = compactDocument(parsed, 'identity', 'sts');
  expect(statementsFor(compact, 'sts:AssumeRole')).toEqual([]);
  expect(statementsFor(compact, 's3:GetObject')).toHaveLength(1);
});
