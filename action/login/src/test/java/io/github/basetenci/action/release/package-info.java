/** What a release holds, for the tests that make one. */
package io.github.basetenci.action.release;
