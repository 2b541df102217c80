/**
 * Who is there: names, roles and regions of everything that has an address. Imports only kernel.
 */
@NullMarked
package dev.skew.world.topology;

import org.jspecify.annotations.NullMarked;
