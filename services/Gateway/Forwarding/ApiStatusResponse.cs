using System.Globalization;

namespace SreGym.Gateway.Forwarding;

/// <summary>Refusals in the form and words of an API server (metav1.Status).</summary>
internal static class ApiStatusResponse
{
    public static Task WriteUnauthorizedAsync(HttpResponse response) =>
        WriteAsync(response, StatusCodes.Status401Unauthorized, "Unauthorized", "Unauthorized", null);

    public static Task WriteTooManyRequestsAsync(HttpResponse response, int retryAfter)
    {
        response.Headers.RetryAfter = retryAfter.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(
            response,
            StatusCodes.Status429TooManyRequests,
            "TooManyRequests",
            "Too many requests, please try again later.",
            new StatusDetails(retryAfter));
    }

    public static Task WriteUnavailableAsync(HttpResponse response) => WriteAsync(
        response,
        StatusCodes.Status503ServiceUnavailable,
        "ServiceUnavailable",
        "the server is currently unable to handle the request",
        null);

    private static Task WriteAsync(HttpResponse response, int code, string reason, string message, StatusDetails? details)
    {
        response.StatusCode = code;
        response.Headers.CacheControl = "no-cache, private";
        return response.WriteAsJsonAsync(
            new ApiStatus("Status", "v1", new object(), "Failure", message, reason, details, code), ApiStatusJson.Options, "application/json");
    }
}
