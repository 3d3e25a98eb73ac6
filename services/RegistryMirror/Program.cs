using SreGym.RegistryMirror;
using SreGym.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddRegistryMirror();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapRegistryMirror();
await app.RunAsync();
