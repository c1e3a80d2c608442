using Microsoft.EntityFrameworkCore;

namespace Shardwise.Consumers.Drivers.Tests;

internal sealed class Orders(DbContextOptions<Orders> options) : DbContext(options)
{
    public DbSet<Order> All => Set<Order>();
}

internal sealed class Order
{
    public int Id { get; set; }

    public string Name { get; set; } = "";
}
