using SreGym.Injector;
using SreGym.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddInjector();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapInjector();
await app.RunAsync();
