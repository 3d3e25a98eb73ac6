using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Logs of containers as text: the last lines, since some time, followed, with or without timestamps.</summary>
internal sealed class LogHandler(ClusterApi server, INodeRuntime? nodes)
{
    private const int NanosecondsPerTick = 100;

    public async Task HandleAsync(RequestScope scope)
    {
        var query = scope.Context.Request.Query;
        var pod = scope.Get(server.Store);
        var target = PodContainers.Choose(pod, query["container"].ToString());
        var tail = ReadNumber(query, "tailLines");
        var limit = ReadNumber(query, "limitBytes") ?? long.MaxValue;
        var since = ReadSince(query);
        if (string.IsNullOrEmpty(pod.Parse().FindText("spec", "nodeName")))
        {
            // The kubelet has not heard of the pod yet, and there is nothing to say.
            await StartAsync(scope.Context);
            return;
        }

        var log = await Nodes().ReadLogAsync(target, ListQuery.IsTrue(query["previous"]), scope.Context.RequestAborted);
        await StartAsync(scope.Context);
        var timestamps = ListQuery.IsTrue(query["timestamps"]);
        var lines = log.Lines.Where(line => line.Time >= since).ToList();
        foreach (var line in tail is { } count && count < lines.Count ? lines[^(int)count..] : lines)
        {
            limit = await WriteAsync(scope.Context, line, timestamps, limit);
        }

        if (ListQuery.IsTrue(query["follow"]) && log.Following is not null)
        {
            await FollowAsync(scope.Context, log.Following, timestamps, limit);
        }
    }

    private INodeRuntime Nodes() => nodes ?? throw ApiErrors.InternalError("this cluster has no nodes that answer");

    private static Task StartAsync(HttpContext context)
    {
        ApiResponse.Start(context, StatusCodes.Status200OK);
        context.Response.ContentType = "text/plain";
        return context.Response.StartAsync(context.RequestAborted);
    }

    private static async Task FollowAsync(HttpContext context, IAsyncEnumerable<LogLine> lines, bool timestamps, long limit)
    {
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        await foreach (var line in lines.WithCancellation(context.RequestAborted))
        {
            limit = await WriteAsync(context, line, timestamps, limit);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task<long> WriteAsync(HttpContext context, LogLine line, bool timestamps, long limit)
    {
        var text = timestamps ? $"{Format(line.Time)} {line.Text}\n" : $"{line.Text}\n";
        var bytes = Encoding.UTF8.GetBytes(text);
        var sent = (int)Math.Min(bytes.Length, limit);
        await context.Response.BodyWriter.WriteAsync(bytes.AsMemory(0, sent), context.RequestAborted);
        return limit - sent;
    }

    private static string Format(DateTimeOffset time)
    {
        var nanoseconds = time.UtcTicks % TimeSpan.TicksPerSecond * NanosecondsPerTick;
        return string.Create(CultureInfo.InvariantCulture, $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss}.{nanoseconds:D9}Z");
    }

    private DateTimeOffset ReadSince(IQueryCollection query)
    {
        if (ReadNumber(query, "sinceSeconds") is { } seconds)
        {
            return seconds > 0 ? server.TimeProvider.GetUtcNow().AddSeconds(-seconds) : throw Refuse(
                "sinceSeconds", seconds, "must be greater than 0");
        }

        var text = query["sinceTime"].ToString();
        if (text.Length == 0)
        {
            return DateTimeOffset.MinValue;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw ApiErrors.BadRequest($"unable to convert \"{text}\" to a time for parameter sinceTime");
    }

    private static long? ReadNumber(IQueryCollection query, string key)
    {
        var text = query[key].ToString();
        if (text.Length == 0)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw ApiErrors.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
        }

        return number >= 0 ? number : throw Refuse(key, number, "must be greater than or equal to 0");
    }

    private static ApiStatusException Refuse(string key, long value, string why) => ApiErrors.Invalid(
        "", "PodLogOptions", "", [new StatusCause("FieldValueInvalid", string.Create(CultureInfo.InvariantCulture,
            $"Invalid value: {value}: {why}"), key)]);
}
