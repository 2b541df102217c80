/**
 * How fast Skew is, beside others that do the same work.
 *
 * <p>{@link dev.skew.benchmarks.HopBenchmark} hands messages between entities through every
 * competitor, {@link dev.skew.benchmarks.ClusterBenchmark} runs whole clusters, and {@link
 * dev.skew.benchmarks.Main} runs both in rounds and prints one table. Nothing imports this package.
 */
@NullMarked
package dev.skew.benchmarks;

import org.jspecify.annotations.NullMarked;
