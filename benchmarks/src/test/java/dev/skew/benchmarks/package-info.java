/** Tests that every contender does the same work. */
@NullMarked
package dev.skew.benchmarks;

import org.jspecify.annotations.NullMarked;
