/** Links, transports and partitions: how messages travel. Imports kernel, topology and clock. */
@NullMarked
package dev.skew.world.network;

import org.jspecify.annotations.NullMarked;
