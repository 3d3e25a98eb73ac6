namespace Aspire.Hosting.Running;

internal readonly record struct ConsoleLine(int Number, string Text, bool IsError);
