/** The proof that the port writes what {@code @actions/core} writes. */
package io.github.basetenci.action.toolkit.differential;
