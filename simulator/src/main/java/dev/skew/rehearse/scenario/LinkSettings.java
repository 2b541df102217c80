package dev.skew.rehearse.scenario;

import dev.skew.world.topology.Region;
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

  /** Whether all links are alike, so that nobody need look at a million pairs of nodes. */
  public boolean isUniform() {
    return client == null && betweenRegions.isEmpty() && betweenNodes.isEmpty();
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
   * @param jitterCorrelation of one packet's latency with that of the one before, in [0, 1)
   * @param duplicate fraction of packets that arrive twice
   * @param corrupt fraction of packets that arrive with a flipped bit
   * @param fifo whether packets keep their order whatever their latency
   */
  public record Link(
      Distribution latency,
      double jitterCorrelation,
      Loss loss,
      double duplicate,
      Reorder reorder,
      double corrupt,
      Bandwidth bandwidth,
      boolean fifo) {

    public static final Link DEFAULT =
        new Link(Times.micros(500), 0, Loss.NONE, 0, Reorder.NONE, 0, Bandwidth.UNLIMITED, false);
  }

  /**
   * Which packets vanish.
   *
   * @param probability fraction lost in the long run
   * @param correlation of one packet's fate with the one before, in [0, 1)
   * @param burst mean number lost in a row (Gilbert-Elliott); 1 for none
   */
  public record Loss(double probability, double correlation, double burst) {

    public static final Loss NONE = new Loss(0, 0, 1);
  }

  /**
   * Which packets are sent at once, ahead of those whose latency still runs.
   *
   * @param gap every so many packets one may be
   */
  public record Reorder(double probability, int gap) {

    public static final Reorder NONE = new Reorder(0, 1);
  }

  /**
   * How much a link carries.
   *
   * @param bitsPerSecond 0 for no limit
   * @param queueBytes that wait before packets are dropped
   */
  public record Bandwidth(long bitsPerSecond, long queueBytes) {

    public static final Bandwidth UNLIMITED = new Bandwidth(0, 1_500_000);

    public boolean isLimited() {
      return bitsPerSecond > 0;
    }
  }
}
