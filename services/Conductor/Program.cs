using SreGym.Conductor;
using SreGym.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddConductor();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapConductor();
await app.RunAsync();
