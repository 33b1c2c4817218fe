import type { PackedScene } from '../worker/messages.ts';

interface Shelf<User> {
  readonly users: Set<User>;
  packer: User;
  packed?: PackedScene;
  readonly waiting: Map<User, (packed: PackedScene | undefined) => void>;
}

/**
 * Packed scenes of the tasks that workers have open. The first that needs one packs it, the others wait and draw from the
 * same memory; one that nobody uses any more is let go.
 */
export class SceneShelf<User> {
  readonly #shelves = new Map<string, Shelf<User>>();

  /** The task's scene, or undefined where this user is to pack it and `put` it. Leaves the task it had before. */
  take(user: User, task: string): Promise<PackedScene | undefined> {
    this.leave(user);
    const shelf = this.#shelves.get(task);
    if (shelf === undefined) {
      this.#shelves.set(task, { users: new Set([user]), packer: user, waiting: new Map() });
      return Promise.resolve(undefined);
    }
    shelf.users.add(user);
    if (shelf.packed) return Promise.resolve(shelf.packed);
    return new Promise((resolve) => shelf.waiting.set(user, resolve));
  }

  put(user: User, task: string, packed: PackedScene): void {
    const shelf = this.#shelves.get(task);
    // one that left meanwhile has nothing to give
    if (shelf?.packer !== user || shelf.packed) return;
    shelf.packed = packed;
    for (const resolve of shelf.waiting.values()) resolve(packed);
    shelf.waiting.clear();
  }

  /** The user is gone, or its task could not be opened: what it was to pack another one packs. */
  leave(user: User): void {
    for (const [task, shelf] of this.#shelves) {
      if (!shelf.users.delete(user)) continue;
      shelf.waiting.delete(user);
      if (shelf.users.size === 0) this.#shelves.delete(task);
      const next = shelf.waiting.entries().next();
      if (shelf.packed || shelf.packer !== user || next.done) continue;
      const [packer, resolve] = next.value;
      shelf.packer = packer;
      shelf.waiting.delete(packer);
      resolve(undefined);
    }
  }

  /** Tasks whose scene is held, or being packed. */
  get tasks(): string[] {
    return [...this.#shelves.keys()];
  }
}
