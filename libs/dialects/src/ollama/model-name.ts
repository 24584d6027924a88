/** The tag that stands for no tag. */
const LATEST = ':latest';

/** The id of a model by its name in Ollama: `name:latest` is `name`, and any other tag is a part of the id. */
export function modelIdOf(name: string): string {
  return name.length > LATEST.length && name.endsWith(LATEST) ? name.slice(0, -LATEST.length) : name;
}

/** The name of a model in Ollama's lists, where each has a tag. */
export function taggedName(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).includes(':') ? id : `${id}${LATEST}`;
}
