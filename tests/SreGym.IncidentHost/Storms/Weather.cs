namespace SreGym.IncidentHost.Storms;

/// <summary>What becomes of one request.</summary>
public enum Weather
{
    /// <summary>It is passed on.</summary>
    Fair,

    /// <summary>429, and to come again in a second.</summary>
    TooManyRequests,

    /// <summary>500.</summary>
    Error,

    /// <summary>503.</summary>
    Unavailable,

    /// <summary>The connection breaks before the server has the request.</summary>
    DropsBefore,

    /// <summary>The server does what is asked; the connection breaks before it says so.</summary>
    DropsAfter,

    /// <summary>Too many requests, and the moment to come again is long past.</summary>
    Outdated,
}
