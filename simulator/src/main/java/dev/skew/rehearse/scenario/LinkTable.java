package dev.skew.rehearse.scenario;

import dev.skew.rehearse.scenario.LinkSettings.Bandwidth;
import dev.skew.rehearse.scenario.LinkSettings.Link;
import dev.skew.rehearse.scenario.LinkSettings.Loss;
import dev.skew.rehearse.scenario.LinkSettings.NodeRule;
import dev.skew.rehearse.scenario.LinkSettings.RegionRule;
import dev.skew.rehearse.scenario.LinkSettings.Reorder;
import dev.skew.world.topology.Region;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The fields of {@code links}. */
final class LinkTable {

  private static final Field<Loss, Double> LOSS_PROBABILITY =
      Field.required(
          "probability", Scalars.SHARE, Loss::probability, "Share lost in the long run.");
  private static final Field<Loss, Double> LOSS_CORRELATION =
      Field.of(
          "correlation",
          Scalars.CORRELATION,
          Loss::correlation,
          "Of one packet's fate with the one before.");
  private static final Field<Loss, Double> LOSS_BURST =
      Field.of(
          "burst",
          Scalars.number(1, 10_000),
          Loss::burst,
          "Mean number of packets lost in a row (Gilbert-Elliott).");
  private static final ObjectShape<Loss> LOSS_MAP =
      ObjectShape.of("loss", Loss.NONE, "Which packets a link loses.")
          .with(LOSS_PROBABILITY)
          .with(LOSS_CORRELATION)
          .with(LOSS_BURST)
          .check(LinkTable::checkLoss, LOSS_CORRELATION, LOSS_BURST)
          .make(
              values ->
                  new Loss(
                      values.get(LOSS_PROBABILITY),
                      values.get(LOSS_CORRELATION),
                      values.get(LOSS_BURST)));

  private static final Field<Reorder, Double> REORDER_PROBABILITY =
      Field.required("probability", Scalars.SHARE, Reorder::probability, "Share of candidates.");
  private static final Field<Reorder, Integer> REORDER_GAP =
      Field.of(
          "gap",
          Scalars.count(1, 1_000_000),
          Reorder::gap,
          "Every so many packets, one candidate.");
  private static final ObjectShape<Reorder> REORDER_MAP =
      ObjectShape.of(
              "reorder",
              Reorder.NONE,
              "Which packets are sent at once, ahead of those whose latency still runs.")
          .with(REORDER_PROBABILITY)
          .with(REORDER_GAP)
          .make(values -> new Reorder(values.get(REORDER_PROBABILITY), values.get(REORDER_GAP)));

  private static final Field<Bandwidth, Long> RATE =
      Field.required(
          "rate", Scalars.bandwidth(), Bandwidth::bitsPerSecond, "How much it carries a second.");
  private static final Field<Bandwidth, Long> QUEUE =
      Field.of(
          "queue",
          Scalars.size(1_500, 1L << 30),
          Bandwidth::queueBytes,
          "What may wait; more is dropped.");
  private static final ObjectShape<Bandwidth> BANDWIDTH_MAP =
      ObjectShape.of("bandwidth", Bandwidth.UNLIMITED, "How much a link carries.")
          .with(RATE)
          .with(QUEUE)
          .make(values -> new Bandwidth(values.get(RATE), values.get(QUEUE)));

  private static final Field<Link, Distribution> LATENCY =
      Field.of("latency", DistributionTable.DISTRIBUTION, Link::latency, "One way.");
  private static final Field<Link, Double> JITTER_CORRELATION =
      Field.of(
          "jitterCorrelation",
          Scalars.CORRELATION,
          Link::jitterCorrelation,
          "Of one packet's latency with that of the one before.");
  private static final Field<Link, Loss> LOSS =
      Field.of(
          "loss",
          new EitherShape<>(
              Scalars.SHARE,
              LOSS_MAP,
              share -> new Loss(share, 0, 1),
              Function.identity(),
              loss -> Optional.of(loss.probability())),
          Link::loss,
          "Share of packets lost.");
  private static final Field<Link, Double> DUPLICATE =
      Field.of("duplicate", Scalars.SHARE, Link::duplicate, "Share of packets that arrive twice.");
  private static final Field<Link, Reorder> REORDER =
      Field.of(
          "reorder",
          new EitherShape<>(
              Scalars.SHARE,
              REORDER_MAP,
              share -> new Reorder(share, 1),
              Function.identity(),
              reorder -> Optional.of(reorder.probability())),
          Link::reorder,
          "Share of packets that overtake others.");
  private static final Field<Link, Double> CORRUPT =
      Field.of(
          "corrupt",
          Scalars.SHARE,
          Link::corrupt,
          "Share of packets that arrive with a flipped bit.");
  private static final Field<Link, Bandwidth> BANDWIDTH =
      Field.of(
          "bandwidth",
          new EitherShape<>(
              Scalars.bandwidth(),
              BANDWIDTH_MAP,
              rate -> new Bandwidth(rate, Bandwidth.UNLIMITED.queueBytes()),
              Function.identity(),
              width -> Optional.of(width.bitsPerSecond()).filter(rate -> rate > 0)),
          Link::bandwidth,
          "How much it carries; no limit where absent.");
  private static final Field<Link, Boolean> FIFO =
      Field.of(
          "fifo",
          Scalars.BOOLEAN,
          Link::fifo,
          "Whether packets keep their order whatever their latency.");

  private static final List<Field<Link, ?>> LINK_FIELDS =
      List.of(LATENCY, JITTER_CORRELATION, LOSS, DUPLICATE, REORDER, CORRUPT, BANDWIDTH, FIFO);

  static final ObjectShape<Link> LINK =
      withLink(
              ObjectShape.of("link", Link.DEFAULT, "One direction of a link."), Function.identity())
          .make(LinkTable::link);

  private static final Region SOMEWHERE = new Region("somewhere");

  private static final Field<RegionRule, Region> FROM_REGION =
      Field.required("from", NodeNames.REGION, RegionRule::from, "The one region.");
  private static final Field<RegionRule, Region> TO_REGION =
      Field.required("to", NodeNames.REGION, RegionRule::to, "The other region.");
  private static final Field<RegionRule, Boolean> REGION_ONE_WAY =
      Field.of(
          "oneWay", Scalars.BOOLEAN, RegionRule::oneWay, "Whether the way back is as by default.");
  private static final ObjectShape<RegionRule> REGION_RULE =
      withLink(
              ObjectShape.of(
                      "region-link",
                      new RegionRule(SOMEWHERE, SOMEWHERE, false, Link.DEFAULT),
                      "The links from one region to another; what is left out is as by default.")
                  .with(FROM_REGION)
                  .with(TO_REGION)
                  .with(REGION_ONE_WAY),
              RegionRule::link)
          .make(
              values ->
                  new RegionRule(
                      values.get(FROM_REGION),
                      values.get(TO_REGION),
                      values.get(REGION_ONE_WAY),
                      link(values)));

  private static final Field<NodeRule, String> FROM_NODE =
      Field.required("from", NodeNames.NODE, NodeRule::from, "The one node.");
  private static final Field<NodeRule, String> TO_NODE =
      Field.required("to", NodeNames.NODE, NodeRule::to, "The other node.");
  private static final Field<NodeRule, Boolean> NODE_ONE_WAY =
      Field.of(
          "oneWay", Scalars.BOOLEAN, NodeRule::oneWay, "Whether the way back is as by default.");
  private static final ObjectShape<NodeRule> NODE_RULE =
      withLink(
              ObjectShape.of(
                      "node-link",
                      new NodeRule("", "", false, Link.DEFAULT),
                      "The link from one node to another; what is left out is as by default.")
                  .with(FROM_NODE)
                  .with(TO_NODE)
                  .with(NODE_ONE_WAY),
              NodeRule::link)
          .make(
              values ->
                  new NodeRule(
                      values.get(FROM_NODE),
                      values.get(TO_NODE),
                      values.get(NODE_ONE_WAY),
                      link(values)));

  private static final Field<LinkSettings, Link> STANDARD =
      Field.of("default", LINK, LinkSettings::standard, "Every link that has no rule of its own.");
  private static final Field<LinkSettings, Optional<Link>> CLIENTS =
      Field.<LinkSettings, Optional<Link>>of(
              "clients",
              Shapes.optional(LINK),
              settings -> Optional.ofNullable(settings.client()),
              "Between a client and any node.")
          .inheriting(values -> Optional.of(values.get(STANDARD)));
  private static final Field<LinkSettings, List<RegionRule>> BETWEEN_REGIONS =
      Field.of(
              "betweenRegions",
              Shapes.list(REGION_RULE, 0, 10_000),
              LinkSettings::betweenRegions,
              "Rules for pairs of regions.")
          .inheriting(
              values -> List.of(new RegionRule(SOMEWHERE, SOMEWHERE, false, values.get(STANDARD))));
  private static final Field<LinkSettings, List<NodeRule>> BETWEEN_NODES =
      Field.of(
              "betweenNodes",
              Shapes.list(NODE_RULE, 0, 10_000),
              LinkSettings::betweenNodes,
              "Rules for pairs of nodes; they go before all others.")
          .inheriting(values -> List.of(new NodeRule("", "", false, values.get(STANDARD))));

  static final ObjectShape<LinkSettings> LINKS =
      ObjectShape.of(
              "links",
              LinkSettings.DEFAULT,
              "What links are like. The most particular rule wins: nodes, clients, regions, default.")
          .with(STANDARD)
          .with(CLIENTS)
          .with(BETWEEN_REGIONS)
          .with(BETWEEN_NODES)
          .make(
              values ->
                  new LinkSettings(
                      values.get(STANDARD),
                      values.orNull(CLIENTS),
                      values.get(BETWEEN_REGIONS),
                      values.get(BETWEEN_NODES)));

  private LinkTable() {}

  private static <T> ObjectShape.Builder<T> withLink(
      ObjectShape.Builder<T> builder, Function<T, Link> link) {
    LINK_FIELDS.forEach(field -> builder.with(field.in(link)));
    return builder;
  }

  private static Link link(Values values) {
    return new Link(
        values.get(LATENCY),
        values.get(JITTER_CORRELATION),
        values.get(LOSS),
        values.get(DUPLICATE),
        values.get(REORDER),
        values.get(CORRUPT),
        values.get(BANDWIDTH),
        values.get(FIFO));
  }

  private static void checkLoss(Values values) {
    if (values.get(LOSS_CORRELATION) > 0 && values.get(LOSS_BURST) > 1) {
      values.reject(LOSS_BURST, "and correlation are two models of loss; give one");
    }
  }
}
