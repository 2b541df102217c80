/**
 * Time series: what exporters say, what is scraped of it, and where it is kept.
 *
 * <p>Reads the world, and is read by queries, rules and dashboards. Must not import them, and must
 * not know anything that an exporter on the node could not know: ground truth lives with the
 * checkers.
 */
@NullMarked
package dev.skew.observe.telemetry;

import org.jspecify.annotations.NullMarked;
