using SreGym.Oracle;
using SreGym.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddOracle();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapOracle();
await app.RunAsync();
