import { runs } from '../objects/names.js';
import type { Application } from '../read-applications.js';

/** With keys of their own, engines know the server by its token alone. */
const NEEDS_TOKEN =
  'inferencePool with secret.apiKeys needs secret.serviceToken: engines that clients reach through a gateway want a key, and let the server in by the token.';

/** `_names.tpl`: named templates for what several manifests say. */
export function nameTemplates(chart: string, applications: Application[]): string {
  return [
    define(
      `${chart}.image`,
      '{{- $suffix := ternary "-cuda" "" (dig "enabled" false (.app.gpu | default dict)) -}}',
      '{{- $tag := .app.image.tag | default .root.Values.image.tag | default .root.Chart.AppVersion -}}',
      '{{- with .root.Values.image.registry }}{{ . }}/{{ end }}{{ .app.image.repository }}:{{ $tag }}{{ $suffix }}',
    ),
    define(
      `${chart}.serviceAccount`,
      '{{- $own := ternary .Release.Name "default" .Values.serviceAccount.create -}}',
      '{{- .Values.serviceAccount.name | default $own -}}',
    ),
    define(`${chart}.secret`, '{{- .Values.secret.existing | default (printf "%s-secret" .Release.Name) -}}'),
    define(
      `${chart}.configuration`,
      `{{- if and .Values.inferencePool.enabled .Values.secret.apiKeys (not .Values.secret.serviceToken) }}{{ fail "${NEEDS_TOKEN}" }}{{ end -}}`,
      '{{- $services := dict -}}',
      ...applications.flatMap((application) => serviceLine(application)),
      '{{- if eq .Values.serverMode "HighAvailability" -}}',
      '{{ dict "serverMode" "HighAvailability" "services" $services | toJson }}',
      '{{- else -}}',
      '{{ dict "serverMode" "Standalone" | toJson }}',
      '{{- end -}}',
    ),
  ].join('\n');
}

/** The engines that the server forwards to, by the keys of its `services`. */
function serviceLine(application: Application): string[] {
  const { component, service } = application;
  if (component !== 'inference' && component !== 'embeddings') return [];
  const url = `(printf "http://${service}:%v" .Values.${component}.servicePort)`;
  return [`{{- if ${runs(application)} }}{{ $_ := set $services "${component}_url" ${url} }}{{ end -}}`];
}

function define(name: string, ...lines: string[]): string {
  return [`{{- define "${name}" -}}`, ...lines, '{{- end }}', ''].join('\n');
}
