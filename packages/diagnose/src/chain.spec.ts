import type { Evidence, Strength } from '@plumb/contract';
import { describe, expect, test } from 'vitest';
import type { Symptom, SymptomKind } from './cause.ts';
import { type ChainLink, linkChain } from './chain.ts';

const SOURCE: Evidence = { kind: 'source', place: 'a.py:1', text: 'x' };

function link(
  code: string,
  strength: Strength,
  explains: SymptomKind[],
  leadsTo: string[] = [],
  evidence = [SOURCE],
) {
  const rest = { title: code, what: '', why: '', covers: [], remedies: [], next: [] };
  return { ...rest, code, strength, explains, leadsTo, evidence, couldExplain: explains } satisfies ChainLink;
}

function symptom(kind: SymptomKind, some: Partial<Symptom> = {}): Symptom {
  return { id: `${kind}-1`, kind, text: kind, brief: kind, evidence: [], where: [], ...some };
}

const plain = (map: ReadonlyMap<string, readonly string[]>) => Object.fromEntries(map);

test('the root explains through what it leads to; a load that raises does not reach a score', () => {
  const chain = linkChain(
    [
      link('old-library', 'proven', [], ['other-model']),
      link('other-model', 'proven', [], ['shapes']),
      link('shapes', 'proven', ['load-raises']),
      link('upside-down', 'possible', ['no-success']),
    ],
    [symptom('load-raises'), symptom('no-success')],
  );
  expect(plain(chain.explainedBy)).toEqual({
    'old-library': [],
    'other-model': ['old-library'],
    shapes: ['other-model'],
    'upside-down': [],
  });
  expect(plain(chain.reach)).toEqual({ 'old-library': ['load-raises-1'] });
  expect(plain(chain.suspects)).toEqual({ 'load-raises-1': [], 'no-success-1': ['upside-down'] });
});

test('a possible parent is no root: its child stands for itself', () => {
  const chain = linkChain(
    [link('maybe', 'possible', [], ['shapes']), link('shapes', 'proven', ['load-raises'])],
    [symptom('load-raises')],
  );
  expect(plain(chain.reach)).toEqual({ shapes: ['load-raises-1'] });
});

test('nothing is explained through a possible link', () => {
  const chain = linkChain(
    [link('a', 'proven', [], ['b']), link('b', 'possible', [], ['c']), link('c', 'proven', ['no-success'])],
    [symptom('no-success')],
  );
  expect(plain(chain.reach)).toEqual({ c: ['no-success-1'] });
});

test('circles end: the stronger finding stays the cause, and a finding never explains itself', () => {
  const chain = linkChain(
    [
      link('a', 'likely', ['no-success'], ['b', 'a']),
      link('b', 'proven', [], ['c']),
      link('c', 'proven', [], ['a']),
    ],
    [symptom('no-success')],
  );
  expect(plain(chain.reach)).toEqual({ b: ['no-success-1'] });
  expect(plain(chain.explainedBy)).toEqual({ a: ['c'], b: [], c: ['b'] });
});

test('an unknown code in leadsTo is nothing', () => {
  expect(plain(linkChain([link('a', 'proven', [], ['gone'])], []).explainedBy)).toEqual({ a: [] });
});

describe('reach by place', () => {
  const first = symptom('script-raises', { id: 'first', where: [{ path: 'a.log', from: 10, to: 20 }] });
  const second = symptom('script-raises', { id: 'second', where: [{ path: 'a.log', from: 30, to: 40 }] });
  const at = (place: string) =>
    link('x', 'proven', ['script-raises'], [], [{ kind: 'log', place, text: '' }]);

  test('an observed line explains the symptom that shows there', () => {
    expect(plain(linkChain([at('a.log:20')], [first, second]).reach)).toEqual({ x: ['first'] });
    expect(plain(linkChain([at('a.log:31')], [first, second]).reach)).toEqual({ x: ['second'] });
    expect(plain(linkChain([at('a.log:31')], [first, second]).suspects)).toEqual({ first: [], second: [] });
  });

  test('a line elsewhere explains all of its kind', () => {
    expect(plain(linkChain([at('a.log:25')], [first, second]).reach)).toEqual({ x: ['first', 'second'] });
  });
});

describe('reach by checkpoint', () => {
  const score = symptom('no-success', { checkpoint: 'best.pt' });
  const about = (path: string) =>
    link(
      'constant',
      'proven',
      ['no-success'],
      [],
      [SOURCE, { kind: 'checkpoint', place: `${path}!a.weight`, text: '' }],
    );

  test('one of several, and nobody knows which was evaluated: a suspect', () => {
    const chain = linkChain([about('tiny.pt')], [score], ['tiny.pt', 'full.pt']);
    expect(plain(chain.reach)).toEqual({});
    expect(plain(chain.suspects)).toEqual({ 'no-success-1': ['constant'] });
  });

  test('the only one, or the one of that name', () => {
    expect(plain(linkChain([about('tiny.pt')], [score], ['tiny.pt']).reach)).toEqual({
      constant: ['no-success-1'],
    });
    expect(plain(linkChain([about('x/best.pt')], [score], ['x/best.pt', 'b.pt']).reach)).toEqual({
      constant: ['no-success-1'],
    });
    expect(plain(linkChain([about('b.pt')], [score], ['x/best.pt', 'b.pt']).reach)).toEqual({});
  });
});
