/** An element of an MJCF file: names, attributes in order, children. Text and comments carry nothing in MJCF. */
export class XmlElement {
  readonly tag: string;
  readonly attributes: Map<string, string>;
  children: XmlElement[];

  constructor(tag: string, attributes: Iterable<[string, string]> = [], children: XmlElement[] = []) {
    this.tag = tag;
    this.attributes = new Map(attributes);
    this.children = children;
  }

  get(name: string): string | undefined {
    return this.attributes.get(name);
  }

  set(name: string, value: string | number | readonly number[]): this {
    this.attributes.set(name, typeof value === 'object' ? value.join(' ') : String(value));
    return this;
  }

  /** The first child with this tag, or undefined. */
  child(tag: string): XmlElement | undefined {
    return this.children.find((child) => child.tag === tag);
  }

  /** This element and all below it, parents before their children. */
  *walk(): Generator<XmlElement> {
    yield this;
    for (const child of this.children) yield* child.walk();
  }

  /** The first element at or below this one with the tag and the name. */
  find(tag: string, name?: string): XmlElement | undefined {
    for (const element of this.walk()) {
      if (element.tag === tag && (name === undefined || element.get('name') === name)) return element;
    }
    return undefined;
  }

  clone(): XmlElement {
    return new XmlElement(
      this.tag,
      this.attributes,
      this.children.map((child) => child.clone()),
    );
  }

  toString(): string {
    const attributes = [...this.attributes]
      .map(([name, value]) => ` ${name}="${escapeText(value)}"`)
      .join('');
    if (this.children.length === 0) return `<${this.tag}${attributes}/>`;
    return `<${this.tag}${attributes}>${this.children.join('')}</${this.tag}>`;
  }
}

/** The numbers of an attribute like `pos="0 0 1"`. */
export function numbersOf(text: string): number[] {
  return text.trim().split(/\s+/).map(Number);
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
