using SreGym.ServiceDefaults;
using SreGym.Standalone;

var builder = WebApplication.CreateBuilder(args);
builder.AddStandaloneListeners();
builder.AddServiceDefaults();
builder.AddStandalone();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapStandalone();
await app.RunAsync();
