/** How condition values are read: numbers, dates, addresses, booleans. What is none of its operator's type matches nothing. */
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../iam/conditions/date.ts';
import { evaluateTest } from '../../iam/conditions/evaluate-test.ts';
import { formatIp, parseIpRange } from '../../iam/conditions/ip-address.ts';
import { parseNumber } from '../../iam/conditions/numeric.ts';

const holds = (operator: string, expected: string, actual: string): boolean =>
  evaluateTest({ operator, qualifier: null, ifExists: false, values: [expected], negated: false }, [actual], false);

describe('a number', () => {
  it.each<[string, number | null]>([
    ['0', 0],
    ['7', 7],
    ['1234', 1234],
    ['-12', -12],
    ['+12', 12],
    ['12.', 12],
    ['12.5', 12.5],
    ['12.75', 12.75],
    ['.5', 0.5],
    ['.25', 0.25],
    ['-.25', -0.25],
    ['1e3', 1000],
    ['1E3', 1000],
    ['12e10', 12e10],
    ['1e+3', 1000],
    ['1e-3', 0.001],
    ['1.5e12', 1.5e12],
    [' 12 ', 12],
    ['\t12\n', 12],
    ['', null],
    [' ', null],
    ['.', null],
    ['e3', null],
    ['1e', null],
    ['1ex', null],
    ['.x', null],
    ['12x', null],
    ['x12', null],
    ['1 2', null],
    ['1.2.3', null],
    ['0x10', null],
    ['Infinity', null],
    ['NaN', null],
  ])('%j is %s', (text, number) => {
    expect(parseNumber(text)).toBe(number);
  });

  it.each([
    ['NumericEquals', '5', 'five', false],
    ['NumericEquals', 'five', '5', false],
    ['NumericNotEquals', '5', 'five', true],
    ['NumericLessThan', 'x', '-1', false],
    ['NumericLessThanEquals', '0', 'x', false],
    ['NumericGreaterThan', 'x', '1', false],
    ['NumericGreaterThan', '-1', 'x', false],
    ['NumericGreaterThanEquals', '0', 'x', false],
    ['NumericLessThanEquals', 'x', '0', false],
    ['NumericGreaterThanEquals', 'x', '0', false],
  ])('%s %s holds for %s: %s', (operator, expected, actual, answer) => {
    expect(holds(operator, expected, actual)).toBe(answer);
  });
});

describe('a date', () => {
  it.each<[string, string | null]>([
    ['2026', '2026-01-01T00:00:00.000Z'],
    ['2026-11', '2026-11-01T00:00:00.000Z'],
    ['2026-11-22', '2026-11-22T00:00:00.000Z'],
    [' 2026-11-22 ', '2026-11-22T00:00:00.000Z'],
    ['2026-11-22T10:30:00', '2026-11-22T10:30:00.000Z'],
    ['2026-11-22T10:30:00Z', '2026-11-22T10:30:00.000Z'],
    ['2026-11-22T10:30:00z', '2026-11-22T10:30:00.000Z'],
    ['2026-11-22T10:30:00.250Z', '2026-11-22T10:30:00.250Z'],
    ['2026-11-22T10:30:00+02:00', '2026-11-22T08:30:00.000Z'],
    ['2026-11-22T10:30:00-02:00', '2026-11-22T12:30:00.000Z'],
    ['2026-11-22T10:30:00-0200', '2026-11-22T12:30:00.000Z'],
    ['2026-11-22T10:30:00+02:00x', null],
    ['2026-11-22T10:30', '2026-11-22T10:30:00.000Z'],
    ['1700000000', '2023-11-14T22:13:20.000Z'],
    ['1700000000.25', '2023-11-14T22:13:20.250Z'],
    ['-1', '1969-12-31T23:59:59.000Z'],
    ['12345', '1970-01-01T03:25:45.000Z'],
    ['999', '1970-01-01T00:16:39.000Z'],
    ['', null],
    ['x', null],
    ['1x', null],
    ['x1700000000', null],
    ['1700000000x', null],
    ['1.', null],
    ['2026-1-1', null],
    ['2026-13-01', null],
    ['2026-11-22x', null],
    ['x2026-11-22', null],
    ['2026-11-22Tx', null],
    ['22-11-2026', null],
    ['2026-11-22 10:30:00', null],
    ['202-11-22', null],
  ])('%j is %s', (text, date) => {
    const time = parseDate(text);
    expect(time === null ? null : new Date(time).toISOString()).toBe(date);
  });

  it('without an offset is UTC, wherever it is read', () => {
    const { TZ } = process.env;
    try {
      for (const zone of ['America/New_York', 'Asia/Kolkata']) {
        process.env['TZ'] = zone;
        expect(new Date(0).getTimezoneOffset()).not.toBe(0);
        for (const text of ['2026-11-22T10:30:00', '2026-11-22T10:30:00.000', '2026-11-22T10:30'])
          expect(parseDate(text)).toBe(Date.UTC(2026, 10, 22, 10, 30));
        expect(parseDate('2026-11-22')).toBe(Date.UTC(2026, 10, 22));
      }
    } finally {
      if (TZ === undefined) delete process.env['TZ'];
      else process.env['TZ'] = TZ;
    }
  });

  it.each([
    ['DateEquals', '2026-11-22', 'today', false],
    ['DateEquals', 'today', '2026-11-22', false],
    ['DateNotEquals', '2026-11-22', 'today', true],
    ['DateLessThan', 'x', '1960-01-01', false],
    ['DateLessThan', '2026-11-22', 'x', false],
    ['DateLessThanEquals', '1970-01-01', 'x', false],
    ['DateLessThanEquals', 'x', '1970-01-01', false],
    ['DateGreaterThan', 'x', '2026-11-22', false],
    ['DateGreaterThan', '1960-01-01', 'x', false],
    ['DateGreaterThanEquals', '1970-01-01', 'x', false],
    ['DateGreaterThanEquals', 'x', '1970-01-01', false],
  ])('%s %s holds for %s: %s', (operator, expected, actual, answer) => {
    expect(holds(operator, expected, actual)).toBe(answer);
  });
});

describe('an address', () => {
  it.each<[string, string | null]>([
    ['203.0.113.7', '4 203.0.113.7 203.0.113.7'],
    [' 203.0.113.7 ', '4 203.0.113.7 203.0.113.7'],
    ['203.0.113.7/32', '4 203.0.113.7 203.0.113.7'],
    ['203.0.113.7/24', '4 203.0.113.0 203.0.113.255'],
    ['203.0.113.7/0', '4 0.0.0.0 255.255.255.255'],
    ['10.0.0.0/8', '4 10.0.0.0 10.255.255.255'],
    ['10.1.2.3/31', '4 10.1.2.2 10.1.2.3'],
    ['2001:db8::1', '6 2001:db8:0:0:0:0:0:1 2001:db8:0:0:0:0:0:1'],
    ['2001:db8::/32', '6 2001:db8:0:0:0:0:0:0 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['2001:db8::/128', '6 2001:db8:0:0:0:0:0:0 2001:db8:0:0:0:0:0:0'],
    ['::', '6 0:0:0:0:0:0:0:0 0:0:0:0:0:0:0:0'],
    ['::1', '6 0:0:0:0:0:0:0:1 0:0:0:0:0:0:0:1'],
    ['fe80::', '6 fe80:0:0:0:0:0:0:0 fe80:0:0:0:0:0:0:0'],
    ['1:2:3:4:5:6:7:8', '6 1:2:3:4:5:6:7:8 1:2:3:4:5:6:7:8'],
    ['::ffff:203.0.113.7', '6 0:0:0:0:0:ffff:cb00:7107 0:0:0:0:0:ffff:cb00:7107'],
    ['::ffff:203.110.113.217', '6 0:0:0:0:0:ffff:cb6e:71d9 0:0:0:0:0:ffff:cb6e:71d9'],
    ['64:ff9b::203.0.113.7', '6 64:ff9b:0:0:0:0:cb00:7107 64:ff9b:0:0:0:0:cb00:7107'],
    ['1:2:3:4:5:6:203.0.113.7', '6 1:2:3:4:5:6:cb00:7107 1:2:3:4:5:6:cb00:7107'],
    ['', null],
    ['x', null],
    ['203.0.113', null],
    ['203.0.113.256', null],
    ['203.0.113.7/33', null],
    ['203.0.113.7/', null],
    ['203.0.113.7/x', null],
    ['203.0.113.7/8x', null],
    ['203.0.113.7/x8', null],
    ['203.0.113.7/-1', null],
    ['203.0.113.7/0008', null],
    ['203.0.113.7/8/8', null],
    ['2001:db8::/129', null],
    ['fe80::1%eth0', null],
    ['1:2:3', null],
  ])('%j is %s', (text, range) => {
    const parsed = parseIpRange(text);
    expect(parsed && `${parsed.version} ${formatIp(parsed.version, parsed.first)} ${formatIp(parsed.version, parsed.last)}`).toBe(range);
  });

  it.each([
    ['IpAddress', '203.0.113.0/24', '203.0.113.0', true],
    ['IpAddress', '203.0.113.0/24', '203.0.113.255', true],
    ['IpAddress', '203.0.113.0/24', '203.0.114.0', false],
    ['IpAddress', '203.0.113.0/24', '203.0.112.255', false],
    ['IpAddress', '203.0.113.0/24', '203.0.113.0/23', false],
    ['IpAddress', '203.0.113.0/24', 'x', false],
    ['IpAddress', 'x', '203.0.113.7', false],
    ['NotIpAddress', '203.0.113.0/24', 'x', true],
    ['IpAddress', '::/0', '203.0.113.7', false],
    ['IpAddress', '0.0.0.0/0', '::1', false],
    ['IpAddress', '::cb00:7107', '203.0.113.7', false],
  ])('%s %s holds for %s: %s', (operator, expected, actual, answer) => {
    expect(holds(operator, expected, actual)).toBe(answer);
  });
});

describe('a boolean', () => {
  it.each([
    ['true', 'true', true],
    ['True', 'TRUE', true],
    ['false', 'False', true],
    ['true', 'false', false],
    ['true', '', false],
    ['yes', 'yes', false],
    ['xtrue', 'xtrue', false],
    ['truex', 'truex', false],
    ['false ', 'false ', false],
  ])('Bool %j holds for %j: %s', (expected, actual, answer) => {
    expect(holds('Bool', expected, actual)).toBe(answer);
  });
});

it('a key with an empty list is absent', () => {
  const test = { operator: 'Null', qualifier: null, ifExists: false, values: ['true'], negated: false };
  expect(evaluateTest(test, [], true)).toBe(true);
  expect(evaluateTest({ ...test, values: ['false'] }, [], true)).toBe(false);
  expect(evaluateTest({ ...test, operator: 'StringEquals', qualifier: 'ForAllValues', values: ['a'] }, [], true)).toBe(true);
});

it('an operator that AWS does not have holds for nothing', () => {
  const test = { operator: 'StringResembles', qualifier: null, ifExists: true, values: ['a'], negated: false };
  expect([evaluateTest(test, ['a'], false), evaluateTest(test, null, false)]).toEqual([false, false]);
});
