package dev.skew.rehearse.scenario;

import dev.skew.world.topology.Region;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What links are like. The most particular rule wins, whole: a rule for nodes, then the rule for
 * clients, then one for regions, then the standard; what a rule in the file leaves out is filled in
 * from the standard.
 *
 * @param client between a client and any node; null when clients have no rule of their own
 * @param betweenRegions in the order of the file
 * @param betweenNodes in the order of the file
 */
public record LinkSettings(
    Link standard,
    @Nullable Link client,
    List<RegionRule> betweenRegions,
    List<NodeRule> betweenNodes) {

  public static final LinkSettings DEFAULT =
      new LinkSettings(Link.DEFAULT, null, List.of(), List.of());

  public LinkSettings {
    betweenRegions = List.copyOf(betweenRegions);
    betweenNodes = List.copyOf(betweenNodes);
  }

  /** The link from one node to another. */
  public Link between(Topology.Node from, Topology.Node to) {
    for (NodeRule rule : betweenNodes) {
      if (rule.fits(from.id().name(), to.id().name())) {
        return rule.link();
      }
    }
    boolean asks = from.role() == Topology.Role.CLIENT || to.role() == Topology.Role.CLIENT;
    if (asks && client != null) {
      return client;
    }
    for (RegionRule rule : betweenRegions) {
      if (rule.fits(from.region(), to.region())) {
        return rule.link();
      }
    }
    return standard;
  }

  /** For links from one region to another, and back unless {@code oneWay}. */
  public record RegionRule(Region from, Region to, boolean oneWay, Link link) {

    boolean fits(Region source, Region target) {
      return (from.equals(source) && to.equals(target))
          || (!oneWay && from.equals(target) && to.equals(source));
    }
  }

  /** For links from one node to another, and back unless {@code oneWay}. */
  public record NodeRule(String from, String to, boolean oneWay, Link link) {

    boolean fits(String source, String target) {
      return (from.equals(source) && to.equals(target))
          || (!oneWay && from.equals(target) && to.equals(source));
    }
  }

  /**
   * One direction of a link, in tc-netem's terms.
   *
   * @param latency one way
   * @param jitter half width of a uniform spread around the latency
   * @param jitterCorrelation of one packet's jitter with the one before, in [0, 1]
   * @param duplicate fraction of packets that arrive twice
   * @param reorder fraction of packets that are sent ahead of their turn
   * @param corrupt fraction of packets that arrive damaged
   * @param bandwidthBitsPerSecond 0 for no limit
   * @param queueBytes that wait for bandwidth before packets are dropped, 0 for no limit
   * @param fifo whether packets keep their order whatever their jitter
   */
  public record Link(
      Distribution latency,
      Duration jitter,
      double jitterCorrelation,
      Loss loss,
      double duplicate,
      double reorder,
      double corrupt,
      long bandwidthBitsPerSecond,
      long queueBytes,
      boolean fifo) {

    public static final Link DEFAULT =
        new Link(
            new Distribution.Constant(Duration.ofNanos(500_000)),
            Duration.ZERO,
            0,
            Loss.NONE,
            0,
            0,
            0,
            0,
            0,
            false);
  }

  /**
   * Which packets vanish.
   *
   * @param probability fraction lost in the long run
   * @param burst mean number lost in a row (Gilbert-Elliott); 1 for independent loss
   */
  public record Loss(double probability, double burst) {

    public static final Loss NONE = new Loss(0, 1);
  }
}
