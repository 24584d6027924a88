import { BoundedTemplate, TemplateOverrun } from './bounded-template.js';

describe('BoundedTemplate', () => {
  it.each([
    ['{{ true and not False }} {{ none is none }} {{ None }}', 'true true '],
    ['{% for i in range(3) %}{{ i }}{% endfor %} {{ range(5, 1, -2) | join(",") }}', '012 5,3'],
    ['{% set ns = namespace(n=1) %}{% set ns.n = ns.n + 1 %}{{ ns.n }}', '2'],
    ['{{ strftime_now("%d %b %Y %%") | length }}', '13'],
    ['{{ messages[0].content }}', 'hi'],
  ])('renders %s', (source, expected) => {
    expect(new BoundedTemplate(source).render({ messages: [{ content: 'hi' }] })).toBe(expected);
  });

  it.each([
    ['loops in loops', '{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}'],
    [
      'a text that doubles',
      '{% set ns = namespace(s="xx") %}{% for i in range(40) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}',
    ],
    [
      'a list that doubles',
      '{% set ns = namespace(s=[1]) %}{% for i in range(40) %}{% set ns.s = ns.s + ns.s %}{% endfor %}',
    ],
    [
      'macros that call each other twice',
      `{% macro a(n) %}{% if n > 0 %}{{ a(n - 1) }}{{ a(n - 1) }}{% endif %}{% endmacro %}{{ a(60) }}`,
    ],
  ])('ends %s', (_, source) => {
    expect(() => new BoundedTemplate(source).render({})).toThrow(TemplateOverrun);
  });

  it('has no list of ten billion numbers made', () => {
    expect(() => new BoundedTemplate('{{ range(10000000000) }}').render({})).toThrow('100000 numbers');
    expect(() => new BoundedTemplate('{{ range(1, 2, 0) }}').render({})).toThrow('numbers');
  });

  it('throws what the template raises, and no more than an error for one that calls itself for ever', () => {
    expect(() => new BoundedTemplate('{{ raise_exception("no") }}').render({})).toThrow('no');
    expect(() => new BoundedTemplate('{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}').render({})).toThrow();
  });

  it('refuses a template of a megabyte', () => {
    expect(() => new BoundedTemplate('x'.repeat(1_048_577))).toThrow(TemplateOverrun);
  });
});
