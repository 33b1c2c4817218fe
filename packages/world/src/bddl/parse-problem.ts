import { malformedBddl } from './malformed-bddl.ts';
import type { BddlProblem, Predicate, Region } from './problem.ts';
import { readPredicate } from './read-predicate.ts';
import { readRegions } from './read-regions.ts';
import { type BddlList, type BddlNode, type BddlWord, readList } from './tokenize.ts';

const SECTIONS = new Set([
  ':domain',
  ':requirements',
  ':language',
  ':regions',
  ':fixtures',
  ':objects',
  ':obj_of_interest',
  ':init',
  ':goal',
]);

/**
 * A task file in LIBERO's dialect of BDDL (libero/envs/bddl_utils.py, robosuite_parse_problem).
 * `place` is what errors call the file. Throws `BDDL_MALFORMED` or `BDDL_UNKNOWN_PREDICATE` with file:line:column.
 */
export function parseProblem(text: string, place: string): BddlProblem {
  const root = readList(text, place);
  const define = root.items[0];
  if (define?.kind !== 'word' || define.text !== 'define') {
    throw malformedBddl(place, define ?? root, 'a task starts with (define');
  }
  const sections = new Map<string, BddlList>();
  for (const item of root.items.slice(1)) {
    const head = item.kind === 'list' ? item.items[0] : undefined;
    if (item.kind !== 'list' || head?.kind !== 'word') {
      throw malformedBddl(place, item, 'expected a section like (:objects …)');
    }
    if (head.text !== 'problem' && !SECTIONS.has(head.text)) {
      throw malformedBddl(place, head, `"${head.text}" is not a section of a task`);
    }
    if (sections.has(head.text)) throw malformedBddl(place, head, `"${head.text}" is given twice`);
    sections.set(head.text, item);
  }
  const need = (name: string): BddlList => {
    const found = sections.get(name);
    if (found === undefined) throw malformedBddl(place, root, `the section (${name} …) is missing`);
    return found;
  };
  const domain = sections.get(':domain');
  const domainName = domain && lastWord(domain, place);
  if (domainName !== undefined && domainName.text !== 'robosuite') {
    throw malformedBddl(place, domainName, `the domain is "${domainName.text}", not "robosuite"`);
  }
  const regionSection = sections.get(':regions');
  const goal = need(':goal');
  const goalRoot = goal.items[1];
  if (goal.items.length !== 2 || goalRoot === undefined) {
    throw malformedBddl(place, goal, 'a goal is one predicate or (And …)');
  }
  return {
    place,
    problem: lastWord(need('problem'), place).text,
    language: words(sections.get(':language'), place)
      .map((word) => word.text)
      .join(' '),
    fixtures: readCategories(sections.get(':fixtures'), 'fixture', place),
    objects: readCategories(sections.get(':objects'), 'object', place),
    regions: regionSection ? readRegions(regionSection, place) : new Map<string, Region>(),
    objectsOfInterest: words(sections.get(':obj_of_interest'), place).map((word) => word.text),
    init: need(':init')
      .items.slice(1)
      .map((item) => readPredicate(item, place)),
    goal: readGoal(goalRoot, place),
  };
}

function readGoal(node: BddlNode, place: string): Predicate[] {
  const head = node.kind === 'list' ? node.items[0] : undefined;
  if (node.kind === 'list' && head?.kind === 'word' && head.text === 'and') {
    return node.items.slice(1).map((item) => readPredicate(item, place));
  }
  return [readPredicate(node, place)];
}

/** `a_1 a_2 - a` … ; names without a category get `rest`, as in LIBERO. */
function readCategories(section: BddlList | undefined, rest: string, place: string): Map<string, string[]> {
  const categories = new Map<string, string[]>();
  const seen = new Set<string>();
  let names: string[] = [];
  const give = (category: string, at: { line: number; column: number }) => {
    // LIBERO would drop the first list without a word
    if (categories.has(category)) throw malformedBddl(place, at, `the category "${category}" is given twice`);
    categories.set(category, names);
    names = [];
  };
  const list = words(section, place);
  for (let i = 0; i < list.length; i++) {
    const word = list[i]!;
    if (word.text === '-') {
      const category = list[++i];
      if (category === undefined) throw malformedBddl(place, word, 'a category must follow "-"');
      give(category.text, category);
    } else {
      if (seen.has(word.text)) throw malformedBddl(place, word, `"${word.text}" is named twice`);
      seen.add(word.text);
      names.push(word.text);
    }
  }
  if (names.length > 0) give(rest, list.at(-1)!);
  return categories;
}

function words(section: BddlList | undefined, place: string): BddlWord[] {
  return (section?.items ?? []).slice(1).map((item) => {
    if (item.kind !== 'word') throw malformedBddl(place, item, 'expected a name, found a list');
    return item;
  });
}

function lastWord(list: BddlList, place: string): BddlWord {
  const last = list.items.at(-1);
  if (last?.kind !== 'word' || list.items.length < 2) throw malformedBddl(place, list, 'a name is missing');
  return last;
}
