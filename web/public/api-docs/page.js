// Swagger UI's dark theme hangs on a class; here it follows the system.
const dark = matchMedia('(prefers-color-scheme: dark)');
const followSystem = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followSystem);
followSystem();

// Shows the OpenAPI document with Swagger UI: everything from this server, nothing inline, nothing from elsewhere.
window.SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#document',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  // Off: it would send the document's address to a service on the internet.
  validatorUrl: null,
  syntaxHighlight: false,
  // The token that is typed into "Authorize" is forgotten with the page.
  persistAuthorization: false,
});
