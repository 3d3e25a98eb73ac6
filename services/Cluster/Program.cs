using SreGym.Cluster;
using SreGym.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddCluster();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapCluster();
await app.RunAsync();
