/*
 * A disk that is as lazy as a disk may be: what was written is on it once it was synced, and not before.
 *
 *   lazy-disk <live> <durable> <mountpoint> -s
 *
 * Everything goes to the folder `live`. The bytes of a file go to the folder `durable` as well when that
 * file is synced; names come and go in both at once. To make a folder by the name CUT is the power cut: of
 * one write that was not synced a part is torn off and gets there, and from then on nobody can do anything.
 * What is in `durable` is what the next start finds. Single-threaded (-s), so that nothing here needs a lock.
 */
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *live, *durable;
static int is_cut;
#define CUT "/.cut-the-power"

/* What was written and not synced, by file; a write of no length stands for a new size. */
struct written { ino_t file; off_t at; size_t length; struct written *next; };
static struct written *unsynced;

struct handle { int live, durable, is_synced; ino_t file; };
#define HANDLE ((struct handle *)(uintptr_t)info->fh)

static const char *in(const char *folder, const char *path) {
  static char names[4][4096];
  static int next;
  char *name = names[next = (next + 1) % 4];
  snprintf(name, sizeof names[0], "%s%s", folder, path);
  return name;
}

#define DEMAND_POWER if (is_cut) return -EIO
#define DEMAND(call) do { if ((call) == -1) return -errno; } while (0)

static void note(ino_t file, off_t at, size_t length) {
  struct written *each = malloc(sizeof *each);
  *each = (struct written){ file, at, length, unsynced };
  unsynced = each;
}

/* Takes a range from one to the other. */
static int carry(int from, int to, off_t at, size_t length) {
  char piece[65536];
  while (length > 0) {
    ssize_t had = pread(from, piece, length < sizeof piece ? length : sizeof piece, at);
    if (had < 0) return -errno;
    if (had == 0) return 0;
    if (pwrite(to, piece, had, at) != had) return -EIO;
    at += had;
    length -= had;
  }
  return 0;
}

/* What was written last is carried first, which changes nothing: all of it is read from `live`. */
static int sync_file(struct handle *handle) {
  struct stat now;
  DEMAND(fstat(handle->live, &now));
  DEMAND(ftruncate(handle->durable, now.st_size));
  for (struct written **each = &unsynced; *each;) {
    struct written *done = *each;
    if (done->file != handle->file) { each = &done->next; continue; }
    int failed = carry(handle->live, handle->durable, done->at, done->length);
    if (failed) return failed;
    *each = done->next;
    free(done);
  }
  return 0;
}

/* Whose last write may be torn by a cut. */
static struct handle *last_writer;

static int cut_power(void) {
  is_cut = 1;
  if (!last_writer) return 0;
  for (struct written *each = unsynced; each; each = each->next)
    if (each->file == last_writer->file && each->length > 1)
      return carry(last_writer->live, last_writer->durable, each->at, each->length / 2);
  return 0;
}

static int do_getattr(const char *path, struct stat *stats, struct fuse_file_info *info) {
  /* Who cuts the power is told that it worked. */
  if (is_cut && strcmp(path, CUT) == 0) { DEMAND(lstat(live, stats)); return 0; }
  DEMAND_POWER;
  if (info) DEMAND(fstat(HANDLE->live, stats));
  else DEMAND(lstat(in(live, path), stats));
  return 0;
}

static int do_readdir(const char *path, void *into, fuse_fill_dir_t fill, off_t at,
                      struct fuse_file_info *info, enum fuse_readdir_flags flags) {
  (void)at; (void)info; (void)flags;
  DEMAND_POWER;
  DIR *folder = opendir(in(live, path));
  if (!folder) return -errno;
  for (struct dirent *each; (each = readdir(folder));) fill(into, each->d_name, NULL, 0, 0);
  closedir(folder);
  return 0;
}

static int open_both(const char *path, int flags, mode_t mode, struct fuse_file_info *info) {
  struct stat stats;
  int is_live = open(in(live, path), (flags & ~(O_APPEND | O_ACCMODE)) | O_RDWR, mode);
  if (is_live == -1) return -errno;
  int is_durable = open(in(durable, path), O_RDWR | O_CREAT, 0600);
  if (is_durable == -1) { int failed = errno; close(is_live); return -failed; }
  fstat(is_live, &stats);
  struct handle *handle = malloc(sizeof *handle);
  *handle = (struct handle){ is_live, is_durable, flags & (O_SYNC | O_DSYNC), stats.st_ino };
  if (flags & O_TRUNC) note(handle->file, 0, 0);
  info->fh = (uintptr_t)handle;
  return 0;
}

static int do_open(const char *path, struct fuse_file_info *info) {
  DEMAND_POWER;
  return open_both(path, info->flags & ~(O_CREAT | O_EXCL), 0, info);
}

static int do_create(const char *path, mode_t mode, struct fuse_file_info *info) {
  DEMAND_POWER;
  return open_both(path, info->flags | O_CREAT, mode, info);
}

static int do_read(const char *path, char *into, size_t length, off_t at, struct fuse_file_info *info) {
  (void)path;
  DEMAND_POWER;
  ssize_t had = pread(HANDLE->live, into, length, at);
  return had < 0 ? -errno : (int)had;
}

static int do_write(const char *path, const char *from, size_t length, off_t at, struct fuse_file_info *info) {
  (void)path;
  DEMAND_POWER;
  ssize_t put = pwrite(HANDLE->live, from, length, at);
  if (put < 0) return -errno;
  note(HANDLE->file, at, put);
  last_writer = HANDLE;
  if (HANDLE->is_synced) { int failed = sync_file(HANDLE); if (failed) return failed; }
  return (int)put;
}

static int do_fsync(const char *path, int only_data, struct fuse_file_info *info) {
  (void)path; (void)only_data;
  DEMAND_POWER;
  return sync_file(HANDLE);
}

static int do_release(const char *path, struct fuse_file_info *info) {
  (void)path;
  if (last_writer == HANDLE) last_writer = NULL;
  close(HANDLE->live);
  close(HANDLE->durable);
  free(HANDLE);
  return 0;
}

static int do_truncate(const char *path, off_t size, struct fuse_file_info *info) {
  DEMAND_POWER;
  if (info) DEMAND(ftruncate(HANDLE->live, size));
  else DEMAND(truncate(in(live, path), size));
  return 0;
}

/* Names: in both at once, as on a disk whose folders are kept in order. */
#define BOTH(call, ...) do { \
    DEMAND_POWER; \
    DEMAND(call(in(live, path), ##__VA_ARGS__)); \
    DEMAND(call(in(durable, path), ##__VA_ARGS__)); \
    return 0; \
  } while (0)
static int do_mkdir(const char *path, mode_t mode) {
  if (strcmp(path, CUT) == 0) return cut_power();
  BOTH(mkdir, mode);
}
static int do_rmdir(const char *path) { BOTH(rmdir); }
static int do_unlink(const char *path) { BOTH(unlink); }
static int do_chmod(const char *path, mode_t mode, struct fuse_file_info *info) { (void)info; BOTH(chmod, mode); }
static int do_rename(const char *path, const char *to, unsigned flags) {
  DEMAND_POWER;
  if (flags) return -EINVAL;
  DEMAND(rename(in(live, path), in(live, to)));
  DEMAND(rename(in(durable, path), in(durable, to)));
  return 0;
}
static int do_link(const char *path, const char *to) {
  DEMAND_POWER;
  DEMAND(link(in(live, path), in(live, to)));
  DEMAND(link(in(durable, path), in(durable, to)));
  return 0;
}
static int do_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *info) {
  (void)info;
  DEMAND_POWER;
  DEMAND(utimensat(AT_FDCWD, in(live, path), times, AT_SYMLINK_NOFOLLOW));
  return 0;
}
static int do_statfs(const char *path, struct statvfs *stats) {
  DEMAND_POWER;
  DEMAND(statvfs(in(live, path), stats));
  return 0;
}
/* A folder is synced as soon as it is written. */
static int do_fsyncdir(const char *path, int only_data, struct fuse_file_info *info) {
  (void)path; (void)only_data; (void)info;
  DEMAND_POWER;
  return 0;
}

static void *do_init(struct fuse_conn_info *connection, struct fuse_config *config) {
  (void)connection;
  config->hard_remove = 1;
  config->use_ino = 1;
  config->entry_timeout = config->attr_timeout = config->negative_timeout = 0;
  return NULL;
}

static const struct fuse_operations operations = {
  .init = do_init, .getattr = do_getattr, .readdir = do_readdir, .open = do_open, .create = do_create,
  .read = do_read, .write = do_write, .fsync = do_fsync, .fsyncdir = do_fsyncdir, .release = do_release,
  .truncate = do_truncate, .mkdir = do_mkdir, .rmdir = do_rmdir, .unlink = do_unlink, .rename = do_rename,
  .link = do_link, .chmod = do_chmod, .utimens = do_utimens, .statfs = do_statfs,
};

int main(int count, char **words) {
  if (count < 4) { fprintf(stderr, "lazy-disk <live> <durable> <mountpoint> -s\n"); return 2; }
  live = words[1];
  durable = words[2];
  words[2] = words[0];
  return fuse_main(count - 2, words + 2, &operations, NULL);
}
