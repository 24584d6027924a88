import { landingPage } from './landing-page.js';

describe('landingPage', () => {
  const page = landingPage('http://localhost:8080', [
    { id: 'otron-tiny-llama', kind: 'language', state: 'loaded', isDefault: true },
    { id: '<img src=x onerror=alert(1)>', kind: 'embedding', state: 'unloaded', isDefault: false },
  ]);

  it('lists the models and marks the default', () => {
    expect(page).toContain('<code>otron-tiny-llama</code> <small>default</small>');
    expect(page.match(/default<\/small>/g)).toHaveLength(1);
  });

  it('escapes what others have named', () => {
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(landingPage('http://"><script>', [])).not.toContain('<script');
  });

  it('shows how to ask, with the address it was asked at', () => {
    expect(page).toContain('curl http://localhost:8080/v1/chat/completions');
  });

  it('loads nothing from elsewhere', () => {
    const links = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link]) => link);
    expect(links).toEqual(['docs/favicon-32x32.png', 'docs', 'openapi.json', 'v1/models', 'health']);
    expect(page).not.toMatch(/url\(|@import/);
  });

  it('says so when there is no model', () => {
    expect(landingPage('http://x', [])).toContain('There is none');
  });
});
