using SreGym.Oci.References;

namespace SreGym.Oci.Catalogue;

/// <summary>The public images the application and the platform need, under their public names.</summary>
internal static class CatalogueImages
{
    private static readonly CatalogueLayer s_certificates = new(
        "certificates", [new("etc/ssl/certs/ca-certificates.crt", Size: 24_000)], IsPlatformIndependent: true);

    private static readonly CatalogueLayer s_alpine = new(
        "alpine",
        [new("etc/os-release", "NAME=\"Alpine Linux\"\nID=alpine\nVERSION_ID=3.20.3\n"), new("bin/busybox", Size: 48_000)]);

    private static readonly CatalogueLayer s_debian = new(
        "debian",
        [
            new("etc/os-release", "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n"),
            new("bin/bash", Size: 40_000),
            new("lib/libc.so.6", Size: 56_000),
        ]);

    public static IReadOnlyList<CatalogueImage> All { get; } =
    [
        new CatalogueImage
        {
            Reference = ImageReference.Parse("ghcr.io/sregym/hotel-reservation:latest"),
            Title = "hotel-reservation",
            Layers =
            [
                s_debian,
                s_certificates,
                new("hotel-reservation", [.. "frontend geo profile rate recommendation reservation search user".Split(' ')
                    .Select(service => new CatalogueFile($"go/bin/{service}", Size: 24_000))]),
                new("hotel-reservation-config", [new("workspace/config.json", HotelReservationConfig)], IsPlatformIndependent: true),
            ],
            Environment = ["GOPATH=/go", "PATH=/go/bin:/usr/local/bin:/usr/bin:/bin"],
            WorkingDirectory = "/workspace",
        },
        new CatalogueImage
        {
            Reference = ImageReference.Parse("docker.io/hashicorp/consul:latest"),
            Title = "consul",
            Layers = [s_alpine, s_certificates, new("consul", [new("bin/consul", Size: 120_000), Script("usr/local/bin/docker-entrypoint.sh")])],
            Entrypoint = ["docker-entrypoint.sh"],
            Cmd = ["agent", "-dev", "-client", "0.0.0.0"],
            Ports = ["8300/tcp", "8500/tcp", "8600/udp"],
            Volume = "/consul/data",
        },
        new CatalogueImage
        {
            Reference = ImageReference.Parse("docker.io/library/mongo:4.4.6"),
            Title = "mongo",
            Layers = [s_debian, new("mongo", [new("usr/bin/mongod", Size: 160_000), Script("usr/local/bin/docker-entrypoint.sh")])],
            Entrypoint = ["docker-entrypoint.sh"],
            Cmd = ["mongod"],
            Environment = ["MONGO_VERSION=4.4.6"],
            Ports = ["27017/tcp"],
            Volume = "/data/db",
        },
        new CatalogueImage
        {
            Reference = ImageReference.Parse("docker.io/library/memcached:latest"),
            Title = "memcached",
            Layers = [s_debian, new("memcached", [new("usr/local/bin/memcached", Size: 40_000), Script("usr/local/bin/docker-entrypoint.sh")])],
            Entrypoint = ["docker-entrypoint.sh"],
            Cmd = ["memcached"],
            Ports = ["11211/tcp"],
            User = "memcache",
        },
        new CatalogueImage
        {
            Reference = ImageReference.Parse("docker.io/jaegertracing/all-in-one:1.57"),
            Title = "jaeger",
            Layers = [s_alpine, s_certificates, new("jaeger", [new("go/bin/all-in-one-linux", Size: 120_000)])],
            Entrypoint = ["/go/bin/all-in-one-linux"],
            Cmd = ["--sampling.strategies-file=/etc/jaeger/sampling_strategies.json"],
            Ports = ["14268/tcp", "16686/tcp", "6831/udp"],
        },
        new CatalogueImage
        {
            Reference = ImageReference.Parse("docker.io/library/registry:2"),
            Title = "registry",
            Layers = [s_alpine, s_certificates, new("registry", [new("bin/registry", Size: 72_000), Script("entrypoint.sh")])],
            Entrypoint = ["/entrypoint.sh"],
            Cmd = ["/etc/docker/registry/config.yml"],
            Ports = ["5000/tcp"],
            Volume = "/var/lib/registry",
        },
        new CatalogueImage
        {
            Reference = ImageReference.Parse("docker.io/library/busybox:1.36"),
            Title = "busybox",
            Layers = [new("busybox", [new("bin/busybox", Size: 48_000)])],
            Cmd = ["sh"],
        },
        new CatalogueImage
        {
            Reference = ImageReference.Parse("registry.k8s.io/pause:3.10"),
            Title = "pause",
            Layers = [new("pause", [new("pause", Size: 16_000)])],
            Entrypoint = ["/pause"],
            User = "65535:65535",
        },
        new CatalogueImage
        {
            Reference = ImageReference.Parse("docker.io/library/nginx:latest"),
            Title = "nginx",
            Layers = [s_debian, new("nginx", [new("usr/sbin/nginx", Size: 64_000), Script("docker-entrypoint.sh")])],
            Entrypoint = ["/docker-entrypoint.sh"],
            Cmd = ["nginx", "-g", "daemon off;"],
            Ports = ["80/tcp"],
        },
    ];

    private const string HotelReservationConfig = """
        {
          "consulAddress": "consul:8500",
          "jaegerAddress": "jaeger:6831",
          "FrontendPort": "5000",
          "GeoPort": "8083",
          "GeoMongoAddress": "mongodb-geo:27017",
          "ProfilePort": "8081",
          "ProfileMongoAddress": "mongodb-profile:27017",
          "ProfileMemcAddress": "memcached-profile:11211",
          "RatePort": "8084",
          "RateMongoAddress": "mongodb-rate:27017",
          "RateMemcAddress": "memcached-rate:11211",
          "RecommendPort": "8085",
          "RecommendMongoAddress": "mongodb-recommendation:27017",
          "ReservePort": "8087",
          "ReserveMongoAddress": "mongodb-reservation:27017",
          "ReserveMemcAddress": "memcached-reserve:11211",
          "SearchPort": "8082",
          "UserPort": "8086",
          "UserMongoAddress": "mongodb-user:27017",
          "KnativeDomainName": ""
        }
        """;

    private static CatalogueFile Script(string path) => new(path, "#!/bin/sh\nset -e\nexec \"$@\"\n");
}
