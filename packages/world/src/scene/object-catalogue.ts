import { PlumbError } from '@plumb/core';
import { DESK_CATEGORIES } from '../desk/desk-categories.ts';

/** A turn about one axis, or about several in turn: lowest and highest angle in radians. */
export type Rotation =
  | { readonly axis: 'x' | 'y' | 'z'; readonly range: readonly [number, number] }
  | {
      readonly each: readonly { readonly axis: 'x' | 'y' | 'z'; readonly range: readonly [number, number] }[];
    };

/** Joint values from which LIBERO draws a state and by which it judges it. */
export interface Articulation {
  readonly open?: readonly [number, number];
  readonly close?: readonly [number, number];
  readonly turnon?: readonly [number, number];
  readonly turnoff?: readonly [number, number];
}

/** What LIBERO knows of a category of objects beside its model. */
export interface ObjectCategory {
  /** The model's file, under `libero/`. */
  readonly file: string;
  /** How a movable object is turned when it is placed. */
  readonly rotation: Rotation;
  readonly articulation?: Articulation;
}

const HALF = Math.PI / 2;
const QUARTER = Math.PI / 4;
const about = (axis: 'x' | 'y' | 'z', low: number, high = low): Rotation => ({ axis, range: [low, high] });
const UPRIGHT: Rotation = {
  each: [
    { axis: 'x', range: [HALF, HALF] },
    { axis: 'z', range: [HALF, HALF] },
  ],
};
const DRAWERS: Articulation = { open: [-0.16, -0.14], close: [0, 0.005] };

// the class of a category in libero/libero/envs/objects/*.py decides folder, rotation and ranges
const hope = (rotation = about('x', HALF)) => ({ folder: 'stable_hope_objects', rotation });
const scanned = (rotation = about('x', HALF)) => ({ folder: 'stable_scanned_objects', rotation });
const turbosquid = (rotation = about('x', 0)) => ({ folder: 'turbosquid_objects', rotation });
const articulated = (articulation: Articulation = {}, rotation = about('x', QUARTER, HALF)) => ({
  folder: 'articulated_objects',
  rotation,
  articulation,
});

const CATEGORIES: Record<
  string,
  { folder: string; rotation: Rotation; articulation?: Articulation; model?: string }
> = {
  alphabet_soup: hope(about('z', HALF)),
  bbq_sauce: hope(),
  butter: hope(about('x', 0)),
  cherries: hope(),
  chocolate_pudding: hope(about('x', 0)),
  cookies: hope(),
  corn: hope(),
  cream_cheese: hope(about('x', 0)),
  ketchup: hope(UPRIGHT),
  macaroni_and_cheese: hope(UPRIGHT),
  mayo: hope(UPRIGHT),
  milk: hope(UPRIGHT),
  new_salad_dressing: hope(UPRIGHT),
  orange_juice: hope(UPRIGHT),
  popcorn: hope(about('x', 0)),
  salad_dressing: hope(UPRIGHT),
  tomato_sauce: hope(about('z', HALF)),
  akita_black_bowl: scanned(),
  basket: scanned(),
  chefmate_8_frypan: scanned(),
  glazed_rim_porcelain_ramekin: scanned(),
  plate: scanned(),
  rack: { ...scanned(about('x', 0)), model: 'simple_rack' },
  white_bowl: scanned(),
  black_book: turbosquid(about('x', -HALF, -QUARTER)),
  bowl_drainer: turbosquid(),
  desk_caddy: turbosquid(),
  dining_set_group: turbosquid(),
  moka_pot: turbosquid(),
  porcelain_mug: turbosquid(about('x', -HALF)),
  red_coffee_mug: turbosquid(about('x', -HALF)),
  white_storage_box: turbosquid(about('y', 0)),
  white_yellow_mug: turbosquid(about('x', -HALF)),
  wine_bottle: turbosquid(),
  wine_rack: turbosquid(),
  wooden_shelf: turbosquid(),
  wooden_tray: turbosquid(),
  wooden_two_layer_shelf: turbosquid(),
  yellow_book: turbosquid(about('x', -HALF, -QUARTER)),
  basin_faucet: articulated(),
  faucet: articulated(),
  flat_stove: articulated({ turnon: [0.5, 2.1], turnoff: [-0.005, 0] }, about('y', 0)),
  microwave: articulated({ open: [-2.094, -1.3], close: [-0.005, 0] }),
  short_cabinet: articulated({ open: [0.1, 0.16], close: [-0.005, 0] }),
  short_fridge: articulated({ open: [2, 2.7], close: [-0.005, 0] }),
  slide_cabinet: articulated(),
  white_cabinet: articulated(DRAWERS),
  window: articulated(),
  wooden_cabinet: articulated(DRAWERS),
};

/** What LIBERO knows of a category; throws `OBJECT_UNKNOWN` naming it. */
export function findCategory(category: string, place: string): ObjectCategory {
  if (Object.hasOwn(DESK_CATEGORIES, category)) return DESK_CATEGORIES[category]!;
  const entry = Object.hasOwn(CATEGORIES, category) ? CATEGORIES[category] : undefined;
  if (entry === undefined) {
    throw new PlumbError({
      code: 'OBJECT_UNKNOWN',
      what: `${place} asks for an object of the category "${category}".`,
      why: "It is not one of LIBERO's categories.",
      remedy: `Use one of ${Object.keys(CATEGORIES).join(', ')}.`,
    });
  }
  const { folder, model = category, ...rest } = entry;
  const file =
    folder === 'articulated_objects' ? `${folder}/${model}.xml` : `${folder}/${model}/${model}.xml`;
  return { file: `libero/${file}`, ...rest };
}
