/* A claim on one node and its release, through all words: agency credit, rack headroom, pool credit, node word, side word; back
 * in reverse.
 *
 *  (1) no device has two owners
 *  (2) no headroom is overdrawn, and at every instant the watts of the devices held are covered by what rack and pool have reserved
 *  (6) a claim that fails leaves no trace: at the end every word plus the live claims is the capacity
 */
#include "fleet.inc"
#define COUNTERS 2
#define AGENCY 0
#define POOL 1
#ifndef AGENCY_QUOTA /* scarce in turn: so that every step of a claim can fail, and no two fail for the same reason */
#define AGENCY_QUOTA 3
#endif
#define POOL_BUDGET 3
#define RACK_BUDGET(node) (node == 0 -> 2 : 3)
#define CORES(node) (node == 0 -> 1 : 3)

byte freeDevices[NODES] = ALL;
byte freeCores[NODES];
short headroom[NODES];                          /* of the rack that holds the node */
byte ghostOwned[6];                             /* devices by claimer and node, from the exchange that takes to the one that gives */
byte ghostLive[6];                              /* devices of whole claims, from the end of the claim to the beginning of its release */
#define MINE (me * NODES + node)
#define OWNED(node) (ghostOwned[node] | ghostOwned[2 + node] | ghostOwned[4 + node])
#define LIVE(node) (COUNT(ghostLive[node]) + COUNT(ghostLive[2 + node]) + COUNT(ghostLive[4 + node]))

#define ACQUIRED (counter == AGENCY -> RACK_TAKE : NODE_LOAD)
#define REFUSED (counter == AGENCY -> END : RACK_GIVE)
#define RELEASED (counter == POOL -> RACK_GIVE : END)
#include "escrow.inc"

mtype = { IDLE, DONE, END, RACK_TAKE, RACK_GIVE, NODE_LOAD, NODE_TAKE, NODE_GIVE, SIDE_TAKE, SIDE_GIVE, CREDIT_LOAD,
	CREDIT_TAKE, REFILL_TAKE,
	REFILL_PUT, REFILL_RETURN, SWEEP, SWEEP_RETURN, EXACT, RELEASE_LOAD, RELEASE_CREDIT, RELEASE_SHARED };

#ifdef AGENCY_SHARED                            /* a smaller model: the agency's counter hands down no credit */
#define AGENCY_TAKE EXACT
#define AGENCY_GIVE RELEASE_SHARED
#else
#define AGENCY_TAKE CREDIT_LOAD
#define AGENCY_GIVE RELEASE_LOAD
#endif

#define COVERED \
	assert(COUNT(OWNED(node)) <= RACK_BUDGET(node) - headroom[node]); \
	assert(COUNT(OWNED(0)) + COUNT(OWNED(1)) <= POOL_BUDGET - shared[POOL] - CREDITS(POOL))
#define BEGIN(where, count) operations++; node = where; need = count; counter = AGENCY; pc = AGENCY_TAKE

#ifdef WATTS_BEFORE_DEVICES                     /* mutant: a release gives back the watts while it still holds the devices */
#define AFTER_SIDE_GIVE RACK_GIVE
#define AFTER_RACK_GIVE NODE_GIVE
#else
#define AFTER_SIDE_GIVE NODE_GIVE
#define AFTER_RACK_GIVE AGENCY_GIVE
#endif
#ifdef FORGETS_POOL                             /* mutant: a shortage on the node gives back the rack's watts, but not the pool's */
#define ON_NODE_SHORT RACK_GIVE
#else
#define ON_NODE_SHORT RELEASE_LOAD
#endif

proctype Claimer(byte me) {
	byte operations, need, node, counter, seen, swept, other, mask;
	mtype pc = IDLE;
end:	do
	:: d_step { pc == IDLE && operations == OPERATIONS -> pc = DONE; finished++ }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(0, 1) }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(0, 2) }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(1, 1) }
	:: d_step { pc == IDLE && operations < OPERATIONS -> BEGIN(1, 2) }
	:: d_step { pc == IDLE && operations < OPERATIONS && ghostLive[me * NODES] -> operations++; node = 0; pc = SIDE_GIVE }
	:: d_step { pc == IDLE && operations < OPERATIONS && ghostLive[me * NODES + 1] -> operations++; node = 1; pc = SIDE_GIVE }
	:: d_step { pc == END -> need = 0; node = 0; counter = 0; mask = 0; seen = 0; pc = IDLE }

	/* The rack's watts: an exchange that subtracts only where enough is left. */
	:: d_step { pc == RACK_TAKE ->
		if
#ifdef RACK_WITHOUT_CHECK                       /* mutant: subtracts first and looks afterwards */
		:: true -> headroom[node] = headroom[node] - need; counter = POOL; pc = CREDIT_LOAD
#else
		:: headroom[node] >= need -> headroom[node] = headroom[node] - need; counter = POOL; pc = CREDIT_LOAD
		:: else -> pc = AGENCY_GIVE
#endif
		fi;
		assert(headroom[node] >= 0) }
	:: d_step { pc == RACK_GIVE ->
		headroom[node] = headroom[node] + need; COVERED; counter = AGENCY; pc = AFTER_RACK_GIVE }

	/* The node word: which devices is decided on a reading, and the exchange compares with that reading. */
	:: d_step { pc == NODE_LOAD && need == 1 && (freeDevices[node] & 1) -> seen = freeDevices[node]; mask = 1; pc = NODE_TAKE }
	:: d_step { pc == NODE_LOAD && need == 1 && (freeDevices[node] & 2) -> seen = freeDevices[node]; mask = 2; pc = NODE_TAKE }
	:: d_step { pc == NODE_LOAD && need == 2 && freeDevices[node] == ALL -> seen = ALL; mask = ALL; pc = NODE_TAKE }
	:: d_step { pc == NODE_LOAD && COUNT(freeDevices[node]) < need -> pc = ON_NODE_SHORT }
	:: d_step { pc == NODE_TAKE ->
		if
#ifdef STORES_UNCOMPARED                        /* mutant: the node word is stored, not exchanged */
		:: true ->
#else
		:: freeDevices[node] == seen ->
#endif
			freeDevices[node] = seen & (ALL - mask);
			assert(!(OWNED(node) & mask));  /* (1) */
			ghostOwned[MINE] = ghostOwned[MINE] | mask; COVERED; pc = SIDE_TAKE
#ifndef STORES_UNCOMPARED
		:: else -> pc = NODE_LOAD
#endif
		fi;
		seen = 0 }
	:: d_step { pc == NODE_GIVE ->
		ghostOwned[MINE] = ghostOwned[MINE] & (ALL - mask);
		freeDevices[node] = freeDevices[node] | mask; assert(!(freeDevices[node] & OWNED(node)));
		counter = POOL; pc = RELEASE_LOAD }

	/* The side word: one core a device. */
	:: d_step { pc == SIDE_TAKE ->
		if
		:: freeCores[node] >= need ->
			freeCores[node] = freeCores[node] - need; ghostLive[MINE] = ghostLive[MINE] | mask; pc = END
		:: else -> pc = NODE_GIVE
		fi }
	:: d_step { pc == SIDE_GIVE ->
		mask = ghostLive[MINE]; need = COUNT(mask); ghostLive[MINE] = 0;
		freeCores[node] = freeCores[node] + need; pc = AFTER_SIDE_GIVE }
#include "escrow-steps.inc"
	MAY_STOP
	od
}

#define BALANCED(left, capacity) assert(halted == NOBODY && (left) == (capacity) || halted != NOBODY && (left) <= (capacity))
init {
	byte node;
	atomic {
		shared[POOL] = POOL_BUDGET; shared[AGENCY] = AGENCY_QUOTA;
		headroom[0] = RACK_BUDGET(0); headroom[1] = RACK_BUDGET(1);
		freeCores[0] = CORES(0); freeCores[1] = CORES(1);
		run Claimer(0);
		run Claimer(1);
#if CLAIMERS > 2
		run Claimer(2);
#endif
	};
	d_step { finished == CLAIMERS ->                /* (6) */
		BALANCED(shared[POOL] + CREDITS(POOL) + LIVE(0) + LIVE(1), POOL_BUDGET);
		BALANCED(shared[AGENCY] + CREDITS(AGENCY) + LIVE(0) + LIVE(1), AGENCY_QUOTA);
		do
		:: node == NODES -> break
		:: else ->
			BALANCED(headroom[node] + LIVE(node), RACK_BUDGET(node));
			BALANCED(freeCores[node] + LIVE(node), CORES(node));
			BALANCED(COUNT(freeDevices[node]) + LIVE(node), 2);
			node++
		od }
}
