/* Boards that several tenants share, beside claims that want the whole device: one board a node, its device in the node word.
 *
 * A tenant joins an open board, or else takes the board's watts in full and its device, and opens it. The last tenant closes
 * the board in the same exchange in which it leaves, then gives back the device, then the watts.
 *
 *  (1) a device never belongs to a whole claim and to tenants at once, and never to two whole claims
 *  (2) a board that has tenants, and a device that is held, are covered by the watts of their rack
 *  (6) a tenant that finds no core leaves as if it had never come, and gives back the board if it was alone
 */
#include "fleet.inc"
#define TENANTS_MAX 2
#define OPEN 8                                  /* board word: open 1 | tenants 3; a closed board is 0 */
#define CLOSED 0
#define TENANTS(word) ((word) & 7)
#define WATTS 2
#define RACK_BUDGET 2
#define CORES 2

byte board[NODES] = CLOSED;
bit deviceFree[NODES] = 1;
short headroom[NODES] = RACK_BUDGET;
byte freeCores[NODES];
byte ghostTenants[NODES];
byte ghostWhole[NODES] = NOBODY;
byte ghostLive[3];                              /* 0 none, 1 + node a whole device, 3 + node a tenancy */

mtype = { IDLE, DONE, END, JOIN_LOAD, JOIN, WATTS_TAKE, DEVICE_TAKE, OPENS, SIDE_TAKE, SIDE_GIVE, LEAVE_LOAD, LEAVE,
	CLOSES, DEVICE_GIVE, WATTS_GIVE };

#ifdef WATTS_BEFORE_DEVICE                      /* mutant: the watts go back while the device is still held */
#define GIVE_FIRST WATTS_GIVE
#define AFTER_WATTS (failed -> END : DEVICE_GIVE)
#define AFTER_DEVICE END
#else
#define GIVE_FIRST DEVICE_GIVE
#define AFTER_WATTS END
#define AFTER_DEVICE WATTS_GIVE
#endif
#ifdef JOINS_CLOSED                             /* mutant: a joiner looks for room and not whether the board is open */
#define JOINABLE(word) (TENANTS(word) < TENANTS_MAX)
#else
#define JOINABLE(word) (((word) & OPEN) && TENANTS(word) < TENANTS_MAX)
#endif
#ifdef CLOSES_LATER                             /* mutant: the last tenant leaves in one exchange and closes in another */
#define AFTER_LEAVING(word) ((word) - 1)
#define LEFT_LAST CLOSES
#else
#define AFTER_LEAVING(word) (TENANTS(word) == 1 -> CLOSED : (word) - 1)
#define LEFT_LAST GIVE_FIRST
#endif

#define BEGIN(where, asWhole) operations++; node = where; whole = asWhole; pc = (asWhole -> WATTS_TAKE : JOIN_LOAD)
#define COVERED assert((ghostWhole[node] == NOBODY && ghostTenants[node] == 0) || headroom[node] <= RACK_BUDGET - WATTS)

proctype Claimer(byte me) {
	byte operations, node, seen;
	bool whole, failed;
	mtype pc = IDLE;
end:	do
	:: d_step { pc == IDLE && operations == OPERATIONS -> pc = DONE; finished++ }
	:: d_step { pc == IDLE && operations < OPERATIONS && !ghostLive[me] -> BEGIN(0, false) }
	:: d_step { pc == IDLE && operations < OPERATIONS && !ghostLive[me] -> BEGIN(0, true) }
	:: d_step { pc == IDLE && operations < OPERATIONS && !ghostLive[me] -> BEGIN(1, false) }
	:: d_step { pc == IDLE && operations < OPERATIONS && !ghostLive[me] -> BEGIN(1, true) }
	:: d_step { pc == IDLE && operations < OPERATIONS && ghostLive[me] ->
		operations++; node = (ghostLive[me] - 1) % 2; whole = (ghostLive[me] < 3); ghostLive[me] = 0; pc = SIDE_GIVE }

	:: d_step { pc == JOIN_LOAD -> seen = board[node]; pc = (JOINABLE(seen) -> JOIN : WATTS_TAKE); seen = (pc == JOIN -> seen : 0) }
	:: d_step { pc == JOIN ->
		if
		:: board[node] == seen ->
			board[node] = seen + 1; ghostTenants[node]++;
			assert(!deviceFree[node] && ghostWhole[node] == NOBODY); COVERED;       /* (1), (2) */
			pc = SIDE_TAKE
		:: else -> pc = JOIN_LOAD
		fi;
		seen = 0 }

	:: d_step { pc == WATTS_TAKE ->
		if
		:: headroom[node] >= WATTS -> headroom[node] = headroom[node] - WATTS; pc = DEVICE_TAKE
		:: else -> pc = END
		fi }
	:: d_step { pc == DEVICE_TAKE ->
		if
		:: deviceFree[node] ->
			deviceFree[node] = 0;
			assert(ghostWhole[node] == NOBODY && ghostTenants[node] == 0);          /* (1) */
			if
			:: whole -> ghostWhole[node] = me; pc = SIDE_TAKE
			:: else -> pc = OPENS
			fi
		:: else -> failed = true; pc = WATTS_GIVE
		fi }
	:: d_step { pc == OPENS ->
		assert(board[node] == CLOSED);
		board[node] = OPEN + 1; ghostTenants[node]++; COVERED; pc = SIDE_TAKE }

	:: d_step { pc == SIDE_TAKE ->
		if
		:: freeCores[node] > 0 -> freeCores[node]--; ghostLive[me] = (whole -> 1 : 3) + node; pc = END
		:: else -> pc = (whole -> GIVE_FIRST : LEAVE_LOAD)
		fi }
	:: d_step { pc == SIDE_GIVE -> freeCores[node]++; pc = (whole -> GIVE_FIRST : LEAVE_LOAD) }

	:: d_step { pc == LEAVE_LOAD -> seen = board[node]; pc = LEAVE }
	:: d_step { pc == LEAVE ->
		if
		:: board[node] == seen ->
			board[node] = AFTER_LEAVING(seen); ghostTenants[node]--;
			pc = (TENANTS(seen) == 1 -> LEFT_LAST : END)
		:: else -> pc = LEAVE_LOAD
		fi;
		seen = 0 }
	:: d_step { pc == CLOSES -> board[node] = CLOSED; pc = GIVE_FIRST }
	:: d_step { pc == DEVICE_GIVE ->
		assert(!deviceFree[node] && ghostTenants[node] == 0);
		ghostWhole[node] = (whole -> NOBODY : ghostWhole[node]); deviceFree[node] = 1; pc = AFTER_DEVICE }
	:: d_step { pc == WATTS_GIVE -> headroom[node] = headroom[node] + WATTS; COVERED; pc = AFTER_WATTS }
	:: d_step { pc == END -> node = 0; whole = false; failed = false; pc = IDLE }
	MAY_STOP
	od
}

init {
	byte node, i, live, devices;
	atomic {
		freeCores[0] = 1; freeCores[1] = CORES;
		run Claimer(0);
		run Claimer(1);
#if CLAIMERS > 2
		run Claimer(2);
#endif
	};
	d_step { finished == CLAIMERS ->
		do
		:: node == NODES || halted != NOBODY -> break
		:: else ->
			i = 0; live = 0;
			do
			:: i == 3 -> break
			:: else -> live = live + (ghostLive[i] && (ghostLive[i] - 1) % 2 == node -> 1 : 0); i++
			od;
			devices = (live > 0);
			assert(deviceFree[node] == !devices);
			assert(headroom[node] == RACK_BUDGET - WATTS * devices);
			assert(freeCores[node] + live == (node == 0 -> 1 : CORES));
			assert(ghostWhole[node] != NOBODY || board[node] == (live > 0 -> OPEN + live : CLOSED));
			node++
		od }
}
