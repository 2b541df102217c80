/** Physical and logical clocks of nodes. Imports kernel and topology. */
@NullMarked
package dev.skew.world.clock;

import org.jspecify.annotations.NullMarked;
