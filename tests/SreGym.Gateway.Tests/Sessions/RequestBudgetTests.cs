using Microsoft.Extensions.Time.Testing;
using SreGym.Gateway.Sessions;

namespace SreGym.Gateway.Tests.Sessions;

public sealed class RequestBudgetTests
{
    [Fact]
    public void Budget_Spent_FillsWithTime()
    {
        var time = new FakeTimeProvider();
        var budget = new RequestBudget(2, 3, time);
        var atOnce = Enumerable.Range(0, 4).Select(_ => budget.TryTake(out var _)).ToList();

        budget.TryTake(out var retryAfter);
        time.Advance(TimeSpan.FromSeconds(1));
        var later = Enumerable.Range(0, 3).Select(_ => budget.TryTake(out var _)).ToList();

        Assert.Equal([true, true, true, false], atOnce);
        Assert.Equal(1, retryAfter);
        Assert.Equal([true, true, false], later);
    }
}
