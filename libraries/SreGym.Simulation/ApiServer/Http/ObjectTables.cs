using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Answers in the form of tables.</summary>
internal static class ObjectTables
{
    public static bool TryWriteList(HttpContext context, ResourceType type, ListPage page, [NotNullWhen(true)] out Task? written)
    {
        written = null;
        return false;
    }
}
