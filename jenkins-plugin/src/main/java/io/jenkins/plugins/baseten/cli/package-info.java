/** Commands of the Jenkins CLI: what the pages with the keys do, for scripts. */
package io.jenkins.plugins.baseten.cli;
