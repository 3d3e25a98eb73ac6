namespace SreGym.Injector.Tests.Storms;

/// <summary>What becomes of one request.</summary>
internal enum Weather
{
    Fair,
    TooManyRequests,
    Error,
    Unavailable,

    /// <summary>The connection breaks before the server has the request.</summary>
    DropsBefore,

    /// <summary>The server does what is asked; the connection breaks before it says so.</summary>
    DropsAfter,

    /// <summary>Too many requests, and the moment to come again is long past.</summary>
    Outdated,
}
