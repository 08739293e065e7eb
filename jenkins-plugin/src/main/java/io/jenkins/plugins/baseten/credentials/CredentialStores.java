package io.jenkins.plugins.baseten.credentials;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Item;
import hudson.model.ItemGroup;
import hudson.model.ModelObject;
import hudson.security.ACL;
import hudson.security.ACLContext;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import jenkins.model.Jenkins;

/**
 * The only code that walks over the stores of credentials. A folder is named by its full name, in the spelling
 * of Jenkins itself; the empty name stands for the controller.
 */
public final class CredentialStores {
    private CredentialStores() {}

    /**
     * A credential with its store and its domain.
     *
     * @param store the store that has the credential
     * @param domain of the store
     */
    public record Found<C extends Credentials>(
            @NonNull CredentialsStore store,
            @NonNull Domain domain,
            @NonNull C credential) {}

    /** The controller, and then all folders that own a store, whatever the caller may see. */
    @NonNull
    public static Set<String> folders() {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Set<String> folders = new LinkedHashSet<>();
            folders.add("");
            Jenkins.get().getAllItems(Item.class, ItemGroup.class::isInstance).stream()
                    .filter(folder -> own(folder).findAny().isPresent())
                    .map(Item::getFullName)
                    .sorted()
                    .forEach(folders::add);
            return folders;
        }
    }

    /** A folder or the controller, whatever the caller may see; null if there is no such folder. */
    @CheckForNull
    public static ModelObject owner(@NonNull String folder) {
        if (folder.isEmpty()) {
            return Jenkins.get();
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Item item = Jenkins.get().getItemByFullName(folder, Item.class);
            // Jenkins finds a folder by other spellings of its name too, and each spelling would count as
            // another folder here.
            return item instanceof ItemGroup && item.getFullName().equals(folder) ? item : null;
        }
    }

    /**
     * The credentials in the store of a folder itself, whatever the caller may see; empty if there is no such
     * folder.
     */
    @NonNull
    public static <C extends Credentials> List<Found<C>> in(@NonNull String folder, @NonNull Class<C> type) {
        ModelObject owner = owner(folder);
        if (owner == null) {
            return List.of();
        }
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return ownedBy(owner, type).toList();
        }
    }

    /**
     * The credentials in the store of a folder, the controller or a user itself, as far as the caller may see
     * them.
     */
    @NonNull
    public static <C extends Credentials> Stream<Found<C>> ownedBy(@NonNull ModelObject owner, @NonNull Class<C> type) {
        return content(own(owner), type);
    }

    /**
     * The credentials that an item or the controller can use, as far as the caller may see them: first those of
     * its own store, then those of its parents. The stores of users are left out.
     */
    @NonNull
    public static <C extends Credentials> Stream<Found<C>> usableBy(@NonNull ModelObject user, @NonNull Class<C> type) {
        return content(all(user).filter(store -> folder(store) != null), type);
    }

    /** The full name of the folder that owns a store; null for the store of a user. */
    @CheckForNull
    public static String folder(@NonNull CredentialsStore store) {
        ModelObject owner = store.getContext();
        return owner instanceof Item item ? item.getFullName() : owner == Jenkins.get() ? "" : null;
    }

    /**
     * The folder whose store has a credential that an item or the controller uses, empty for the controller's
     * store. The store with exactly this object is searched; if the credential was replaced at this moment, it is
     * the store nearest to the user with a credential of this id and type.
     */
    @NonNull
    public static <C extends IdCredentials> Optional<String> folderOf(
            @NonNull C credential, @NonNull Class<C> type, @NonNull ModelObject user) {
        String sameId = null;
        // The look-up runs as SYSTEM, because the user of a credential may lack the permission to see the store.
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            Iterator<Found<C>> usable = usableBy(user, type).iterator();
            while (usable.hasNext()) {
                Found<C> found = usable.next();
                if (found.credential() == credential) {
                    return Optional.ofNullable(folder(found.store()));
                }
                if (sameId == null && found.credential().getId().equals(credential.getId())) {
                    sameId = folder(found.store());
                }
            }
        }
        return Optional.ofNullable(sameId);
    }

    /** Whether exactly this object is in the store of the controller, which only administrators can change. */
    public static boolean isInController(@NonNull Credentials credential) {
        try (ACLContext system = ACL.as2(ACL.SYSTEM2)) {
            return ownedBy(Jenkins.get(), Credentials.class).anyMatch(found -> found.credential() == credential);
        }
    }

    private static Stream<CredentialsStore> all(ModelObject user) {
        return StreamSupport.stream(CredentialsProvider.lookupStores(user).spliterator(), false);
    }

    /** The stores of the object itself; the look-up of Jenkins would go on with the stores of its parents. */
    private static Stream<CredentialsStore> own(ModelObject owner) {
        return all(owner).filter(store -> owner.equals(store.getContext()));
    }

    /** The stream is lazy, so that no store is read after the caller has found the wanted credential. */
    private static <C extends Credentials> Stream<Found<C>> content(Stream<CredentialsStore> stores, Class<C> type) {
        return stores.flatMap(
                store -> store.getDomains().stream().flatMap(domain -> store.getCredentials(domain).stream()
                        .filter(type::isInstance)
                        .map(credential -> new Found<>(store, domain, type.cast(credential)))));
    }
}
