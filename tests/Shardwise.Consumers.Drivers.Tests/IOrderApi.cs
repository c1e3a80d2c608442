using Refit;

namespace Shardwise.Consumers.Drivers.Tests;

public interface IOrderApi
{
    [Get("/order")]
    Task<string> GetAsync();

    [Get("/order")]
    Task<int> GetNumberAsync();
}
