import { runs } from '../objects/names.js';
import type { Application } from '../read-applications.js';

/** `NOTES.txt`: what a person reads after `helm install`. */
export function notes(applications: Application[]): string {
  return [
    '{{ .Chart.Name }} {{ .Chart.AppVersion }} runs in the mode {{ .Values.serverMode }}.',
    '',
    '{{- if .Values.ingress.enabled }}',
    'API and page:  http{{ if .Values.ingress.tls }}s{{ end }}://{{ .Values.ingress.host }}',
    'It has to resolve to your ingress controller; for a try, put it into /etc/hosts.',
    '{{- end }}',
    '',
    'Without an ingress:',
    ...applications.map(
      (application) =>
        `{{- if ${runs(application)} }}\n  kubectl --namespace {{ .Release.Namespace }} port-forward service/${application.service} ${application.port}:{{ .Values.${application.component}.servicePort }}\n{{- end }}`,
    ),
    '',
    'Is all of it ready?  helm test {{ .Release.Name }} --namespace {{ .Release.Namespace }}',
    '{{- if not (or .Values.secret.existing .Values.secret.apiKeys) }}',
    '',
    'No API key is set: whoever reaches the service can use it. Set secret.apiKeys.',
    '{{- end }}',
    '',
  ].join('\n');
}
